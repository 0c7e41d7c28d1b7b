// Follows the generation on the stage. A socket frame is a hint and the row is the truth: frames move the bar, and what
// is shown in the end is fetched from the server. Without a socket the server is asked every second instead.

const STUDIO = document.querySelector("[data-socket-path]");
const STAGE = document.getElementById("stage");
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const PING_MS = 25_000;
const SILENCE_MS = 40_000;
const POLL_MS = 1_000;
const POLL_BESIDE_SOCKET_MS = 5_000;
const REFUSED = 4401;
const FINAL_EVENTS = new Set(["generation_completed", "generation_failed", "generation_cancelled"]);

let socket = null;
let isOpen = false;
let retries = 0;
let retryTimer = 0;
let lastFrameAt = 0;
let followedId = null;
let lastAskedAt = 0;

const shown = () => STAGE.querySelector("[data-live-generation]");

function send(event, data = {}) {
  if (isOpen) socket.send(JSON.stringify({ event, data }));
}

function connect() {
  clearTimeout(retryTimer);
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}${STUDIO.dataset.socketPath}`);
  socket.addEventListener("message", (message) => {
    lastFrameAt = Date.now();
    receive(JSON.parse(message.data));
  });
  socket.addEventListener("close", (closing) => {
    isOpen = false;
    followedId = null;
    if (closing.code === REFUSED) return; // signed out: asking the server leads to the sign-in page
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** retries) * (0.5 + Math.random());
    retries += 1;
    retryTimer = setTimeout(connect, delay);
  });
}

function reconnectNow() {
  if (socket.readyState === WebSocket.CLOSED) {
    retries = 0;
    connect();
  }
}

function receive({ event, data }) {
  if (event === "connection:established") {
    isOpen = true;
    retries = 0;
    follow();
  } else if (data && data.generation_id === shown()?.dataset.liveGeneration) {
    if (FINAL_EVENTS.has(event)) refresh();
    else if (typeof data.sequence === "number") draw(data);
  }
}

// Subscribing answers with the present snapshot, so nothing falls between the page and the socket.
function follow() {
  const id = shown()?.dataset.liveGeneration ?? null;
  if (!isOpen || id === followedId) return;
  if (followedId) send("unsubscribe_generation", { generation_id: followedId });
  if (id) send("subscribe_generation", { generation_id: id });
  followedId = id;
}

function draw(snapshot) {
  const card = shown();
  const isFinal = !["queued", "processing"].includes(snapshot.status);
  if (isFinal) {
    refresh();
    return;
  }
  if (snapshot.sequence < Number(card.dataset.sequence)) return;
  card.dataset.sequence = snapshot.sequence;
  card.querySelector("[data-live-bar]").value = snapshot.progress;
  card.querySelector("[data-live-percent]").textContent = Math.round(snapshot.progress);
  drawSteps(card, snapshot);
  drawNumber(card.querySelector("[data-live-queue]"), snapshot.queue_position);
  drawNumber(card.querySelector("[data-live-eta]"), snapshot.estimated_time);
}

function drawSteps(card, snapshot) {
  const steps = [...card.querySelectorAll("[data-live-step]")];
  const now = steps.findIndex((step) => step.dataset.liveStep === snapshot.stage);
  steps.forEach((step, index) => {
    step.dataset.state = index < now ? "done" : index === now ? "now" : "next";
  });
  const line = card.querySelector("[data-live-line]");
  const text = now < 0 ? line.dataset.textQueued : steps[now].textContent.trim();
  if (line.textContent !== text) line.textContent = text;
}

function drawNumber(place, value) {
  place.hidden = !value;
  if (value) place.textContent = place.dataset.text.replace("{n}", Math.max(1, Math.round(value)));
}

// The server answers 204 when it has nothing newer than what is shown.
function refresh() {
  const card = shown();
  if (!card) return;
  lastAskedAt = Date.now();
  const url = `${card.dataset.refreshUrl}?seen=${card.dataset.sequence}`;
  window.htmx.ajax("GET", url, { source: STAGE, target: STAGE, swap: "innerHTML" });
}

function tick() {
  if (shown()) {
    const pause = isOpen ? POLL_BESIDE_SOCKET_MS : POLL_MS;
    if (Date.now() - lastAskedAt >= pause) refresh();
  }
  if (isOpen && Date.now() - lastFrameAt > SILENCE_MS) socket.close();
}

function isInView(element) {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight * 0.6;
}

function toast(kind) {
  const shelf = document.querySelector("[data-toasts]");
  const notice = shelf.querySelector(`[data-toast="${kind}"]`).content.firstElementChild.cloneNode(true);
  for (const old of shelf.querySelectorAll(".notice")) old.remove();
  shelf.append(notice);
  setTimeout(() => notice.remove(), 8_000);
}

if (STUDIO && STAGE) {
  connect();
  setInterval(() => send("ping"), PING_MS);
  setInterval(tick, 500);
  window.addEventListener("online", reconnectNow);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) reconnectNow();
  });

  let wasRunning = Boolean(shown());
  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target !== STAGE) return;
    lastAskedAt = Date.now();
    follow();
    const isRunning = Boolean(shown());
    const isNew = detail.requestConfig.verb === "post";
    if (isNew || wasRunning !== isRunning) document.body.dispatchEvent(new CustomEvent("routix:changed"));
    wasRunning = isRunning;
    const isAskedFor = isNew || detail.requestConfig.elt.matches("[data-show-stage]");
    if (isAskedFor && !isInView(STAGE)) STAGE.scrollIntoView({ behavior: "smooth", block: "start" });
  });
  document.body.addEventListener("htmx:sendError", ({ detail }) => {
    if (detail.requestConfig.verb === "post") toast("offline");
  });
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === 403) toast("stale");
    else if (detail.xhr.status >= 500) toast("broken");
  });
}
