// Passkeys: the browser makes and uses them, the server says what for and checks the answer. Pages work without them.

const CREDENTIALS = window.PublicKeyCredential;

function bytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Browsers that do all of this by themselves (toJSON) differ in what they leave out; this is the same everywhere.
function told(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = text(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = text(response.authenticatorData);
    answer.signature = text(response.signature);
    if (response.userHandle) answer.userHandle = text(response.userHandle);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: answer };
}

class Refusal extends Error {}

async function ask(url, sent, token) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
    body: JSON.stringify(sent),
  });
  // signed out meanwhile, the form too old, or too many tries: the page that says so is what to show
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson || answer.redirected) {
    if (answer.ok) location.reload();
    throw new Refusal(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("h1")?.textContent ?? "");
  }
  const body = await answer.json();
  if (!answer.ok) throw new Refusal(body.message);
  return body;
}

function problemOf(box, error) {
  const words = box.querySelector("[data-passkey-problem]").dataset;
  if (error instanceof Refusal) return error.message;
  if (error.name === "InvalidStateError") return words.textKnown;
  if (error.name === "SecurityError") return words.textElsewhere;
  return error instanceof TypeError ? words.textOffline : words.textCancelled;
}

async function attempt(box, action) {
  const problem = box.querySelector("[data-passkey-problem]");
  const button = box.querySelector("[data-passkey-button]");
  problem.hidden = true;
  button.disabled = true;
  try {
    location.assign((await action()).redirect);
  } catch (error) {
    problem.querySelector("[data-passkey-problem-text]").textContent = problemOf(box, error);
    problem.hidden = false;
    button.disabled = false;
  }
}

const tokenOf = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

async function signIn(box) {
  const options = await ask(box.dataset.optionsUrl, {}, tokenOf());
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  const credential = await navigator.credentials.get({ publicKey });
  const remember = document.querySelector("[name=remember_me]")?.checked ?? false;
  return ask(box.dataset.url, { credential: told(credential), remember, next: box.dataset.next }, tokenOf());
}

async function add(box, form) {
  const options = await ask(box.dataset.optionsUrl, { password: form.elements.password.value }, tokenOf());
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((known) => ({ ...known, id: bytes(known.id) })),
  };
  const credential = await navigator.credentials.create({ publicKey });
  return ask(box.dataset.url, { credential: told(credential), name: form.elements.name.value }, tokenOf());
}

if (CREDENTIALS && window.isSecureContext) {
  for (const box of document.querySelectorAll("[data-passkey-sign-in]")) {
    const part = box.querySelector("[data-passkey-part]");
    if (!part) continue;
    part.hidden = false;
    box.querySelector("[data-passkey-button]").addEventListener("click", () => attempt(box, () => signIn(box)));
  }
  for (const box of document.querySelectorAll("[data-passkey-add]")) {
    box.hidden = false;
    document.querySelector("[data-passkey-missing]").hidden = true;
    const form = box.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(box, () => add(box, form));
    });
  }
}
