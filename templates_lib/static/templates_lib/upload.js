// Sends pictures to the bank, each by its own request and a few at a time, and tells of each what became of it.
// Without this script the form sends them all at once and the page that answers tells the same.

import { onState, show, watch } from "./watching.js";

const FORM = document.querySelector("[data-upload]");
const DROP = FORM.querySelector("[data-drop]");
const PICKER = DROP.querySelector('input[type="file"]');
const ADDRESSES = FORM.elements.addresses;
const ITEMS = FORM.querySelector("[data-items]");
const SEND = FORM.querySelector("[data-send]");
const LIVE = FORM.querySelector("[data-live]");
const OVERALL = FORM.querySelector("[data-overall]");
const ITEM_TEMPLATE = document.querySelector("[data-item-template]");
const NEAR_TEMPLATE = document.querySelector("[data-near-template]");
const LARGEST_FILE = Number(FORM.dataset.largestFile);
const AT_ONCE = 3;
const SENDING_SHARE = 0.9; // the rest is the server's looking at it
const MEGABYTE = 1024 * 1024;

const items = [];
let isSending = false;
const readiness = new Map();

class Item {
  constructor({ file = null, address = "" }) {
    this.file = file;
    this.address = address;
    this.state = "waiting";
    this.done = 0;
    this.outcome = "";
    this.element = ITEM_TEMPLATE.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file ? file.name : address;
    if (file) {
      this.part("size").textContent = sizeOf(file.size);
      this.part("picture").src = URL.createObjectURL(file);
      this.part("picture").addEventListener("error", () => this.part("picture").removeAttribute("src"));
    }
    this.part("remove").addEventListener("click", () => this.takeAway());
    this.part("retry").addEventListener("click", () => this.wait());
    ITEMS.append(this.element);
    if (file && file.size > LARGEST_FILE) this.refuse(`This picture has more than ${LARGEST_FILE / MEGABYTE} MB.`);
  }

  part(name) {
    return this.element.querySelector(`[data-item-${name}]`);
  }

  takeAway() {
    items.splice(items.indexOf(this), 1);
    if (this.file) URL.revokeObjectURL(this.part("picture").src);
    this.element.remove();
    tell();
    PICKER.focus();
  }

  wait() {
    this.state = "waiting";
    this.done = 0;
    this.outcome = "";
    this.element.className = "bank-item";
    this.say("Waiting to be sent.");
    this.part("retry").hidden = true;
    this.part("remove").hidden = false;
    tell();
  }

  begin() {
    this.state = "sending";
    this.part("remove").hidden = true;
    this.part("retry").hidden = true;
    this.part("progress").hidden = false;
    this.say(this.file ? "Sending…" : "Being fetched…");
  }

  progress(share) {
    this.done = SENDING_SHARE * share;
    this.part("progress").value = this.done;
    if (share === 1 && this.file) this.say("Being checked…");
    tellOverall();
  }

  end(outcome) {
    this.state = "done";
    this.done = 1;
    this.outcome = outcome;
    this.part("progress").hidden = true;
    this.element.classList.add(`bank-item--${outcome}`);
  }

  refuse(why) {
    this.end("refused");
    this.say(`Refused: ${why}`);
    this.part("remove").hidden = false;
  }

  break(why) {
    this.end("refused");
    this.say(why);
    this.part("retry").hidden = false;
    this.part("remove").hidden = false;
  }

  settle({ outcome, why, original, template, near }) {
    if (outcome === "refused") {
      this.refuse(why);
      return;
    }
    this.end(outcome);
    const link = document.createElement("a");
    link.className = "bank-link";
    link.href = template.address;
    link.textContent = template.name;
    link.dataset.nameOf = template.id;
    if (outcome === "created") this.say("New: ", link);
    else this.say("There already, as ", link, ". Nothing was added.");
    const preview = this.part("preview");
    preview.dataset.previewOf = template.id;
    preview.hidden = !template.picture;
    if (template.picture) preview.src = template.picture;
    if (!this.file) this.part("picture").src = original;
    this.showNear(near);
    const state = this.part("state");
    show(template, state);
    if (outcome === "created") readiness.set(template.id, template);
    if (!template.is_final) watch(template.id, state);
  }

  showNear(near) {
    const list = this.part("near");
    for (const one of near) {
      const element = NEAR_TEMPLATE.content.firstElementChild.cloneNode(true);
      element.querySelector("[data-near-link]").href = one.address;
      element.querySelector("[data-near-picture]").src = one.picture;
      element.querySelector("[data-near-name]").textContent = one.name;
      element.querySelector("[data-near-bits]").textContent = `looks like it: ${one.bits} bits, ${one.likeness}`;
      list.append(element);
    }
    list.hidden = near.length === 0;
  }

  say(...parts) {
    this.part("result").replaceChildren(...parts);
  }
}

function sizeOf(bytes) {
  return bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

function add(files) {
  for (const file of files) items.push(new Item({ file }));
  tell();
}

function takeAddresses() {
  const lines = ADDRESSES.value.split(/\s+/).filter((line) => line);
  for (const address of new Set(lines)) items.push(new Item({ address }));
  ADDRESSES.value = "";
}

const inState = (state) => items.filter((item) => item.state === state);

function tellOverall() {
  OVERALL.hidden = !isSending && !items.some((item) => item.state === "done");
  OVERALL.value = items.length ? items.reduce((sum, item) => sum + item.done, 0) / items.length : 0;
}

// One sentence for eyes and ears; it changes when a picture is settled, not with each byte.
function tell() {
  const count = (outcome) => items.filter((item) => item.outcome === outcome).length;
  const parts = [];
  const waiting = inState("waiting").length;
  if (isSending) parts.push(`${inState("done").length} of ${items.length} sent`);
  else if (waiting) parts.push(`${waiting} waiting to be sent`);
  if (count("created")) {
    const ended = (status) => [...readiness.values()].filter((state) => state.is_final && state.status === status).length;
    parts.push(`${count("created")} new, ${ended("ready")} of them ready`);
    if (ended("failed")) parts.push(`${ended("failed")} failed`);
  }
  if (count("duplicate")) parts.push(`${count("duplicate")} there already`);
  if (count("refused")) parts.push(`${count("refused")} refused`);
  LIVE.textContent = parts.length ? `${parts.join("; ")}.` : "";
  SEND.textContent = waiting > 1 && !isSending ? `Send ${waiting} pictures` : "Send the pictures";
  SEND.disabled = isSending;
  tellOverall();
}

function clearFaults() {
  for (const fault of FORM.querySelectorAll("[data-fault]")) fault.remove();
  for (const field of FORM.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function showFaults(fields) {
  clearFaults();
  let first = null;
  for (const [name, messages] of Object.entries(fields)) {
    const holder = FORM.querySelector(`[data-field="${name}"]`) ?? DROP;
    const fault = document.createElement("p");
    fault.dataset.fault = "";
    fault.id = `fault-${name}`;
    fault.className = "bank-note bank-note--bad";
    fault.textContent = messages.join(" ");
    holder.append(fault);
    const input = FORM.elements[name];
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", fault.id);
    first ??= input;
  }
  first?.focus();
}

function bodyOf(item) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "source", "licence", "artist", "consent_note", "category"]) {
    body.append(name, FORM.elements[name].value);
  }
  if (item.file) body.append("pictures", item.file, item.file.name);
  else body.append("addresses", item.address);
  return body;
}

/** Send one picture; resolves when it is settled, with whether to go on with the next one. */
function send(item) {
  item.begin();
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) item.progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve(settle(item, request)));
    request.addEventListener("error", () => {
      item.break("The connection broke. Send it again when it is back.");
      resolve(true);
    });
    request.open("POST", FORM.dataset.address);
    request.setRequestHeader("Accept", "application/json");
    request.send(bodyOf(item));
  });
}

function settle(item, request) {
  const answer = parsed(request);
  if (answer === null) {
    item.break(
      request.status === 413
        ? "The server takes no file of this size."
        : `The server did not take it (${request.status}). You may have been signed out; reload, sign in and try again.`,
    );
    return true;
  }
  const { pictures, addresses, ...others } = answer.fields ?? {};
  if (Object.keys(others).length) {
    item.wait();
    item.part("progress").hidden = true;
    showFaults(others);
    return false;
  }
  const why = [pictures, addresses].flat().filter(Boolean).join(" ");
  item.settle(why ? { ...answer, why } : answer);
  return true;
}

function parsed(request) {
  try {
    const answer = JSON.parse(request.responseText);
    return "outcome" in answer ? answer : null;
  } catch {
    return null;
  }
}

async function work() {
  for (let item = inState("waiting")[0]; item && isSending; item = inState("waiting")[0]) {
    if (!(await send(item))) isSending = false;
    tell();
  }
}

async function sendAll() {
  if (isSending) return;
  clearFaults();
  takeAddresses();
  if (!inState("waiting").length) {
    showFaults({ pictures: ["Choose a picture, or give an address."] });
    return;
  }
  isSending = true;
  tell();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  isSending = false;
  tell();
}

DROP.classList.add("bank-drop--live");
// Caught on its way down: the admin's own script would write the file's name into the nearest text field.
DROP.addEventListener(
  "change",
  (event) => {
    event.stopPropagation();
    add(PICKER.files);
    PICKER.value = "";
  },
  { capture: true },
);
for (const name of ["dragenter", "dragover"]) {
  DROP.addEventListener(name, (event) => {
    event.preventDefault();
    DROP.classList.add("bank-drop--over");
  });
}
for (const name of ["dragleave", "drop"]) {
  DROP.addEventListener(name, () => DROP.classList.remove("bank-drop--over"));
}
DROP.addEventListener("drop", (event) => {
  event.preventDefault();
  add(event.dataTransfer.files);
});
FORM.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll();
});
onState((state) => {
  if (!readiness.has(state.id)) return;
  readiness.set(state.id, state);
  if (state.is_final) tell();
});
// What was sent is safe; what was not would be lost.
window.addEventListener("beforeunload", (event) => {
  if (inState("waiting").length || isSending) event.preventDefault();
});
