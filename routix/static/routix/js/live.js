// Follows what is being made: on the stage, and in the history. A socket frame is a hint and the row is the truth: frames move the bar, and what
// is shown in the end is fetched from the server. Without a socket the server is asked every second instead.

const STUDIO = document.querySelector("[data-socket-path]");
const STAGE = document.getElementById("stage");
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const PING_MS = 25_000;
const SILENCE_MS = 40_000;
const POLL_MS = 1_000;
const POLL_BESIDE_SOCKET_MS = 5_000;
const CARD_POLL_MS = 4_000;
const CARD_POLL_BESIDE_SOCKET_MS = 15_000;
const REFUSED = 4401;
const FINAL_EVENTS = new Set(["generation_completed", "generation_failed", "generation_cancelled"]);

let socket = null;
let isOpen = false;
let retries = 0;
let retryTimer = 0;
let lastFrameAt = 0;
let lastAskedAt = 0;
let lastChangeAt = 0;
const followed = new Set();

const shown = () => STAGE.querySelector("[data-live-generation]");
const cardIds = () => [...document.querySelectorAll("[data-live-card]")].map((card) => card.dataset.liveCard);

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
    followed.clear();
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
  } else if (data?.generation_id === shown()?.dataset.liveGeneration && typeof data?.sequence === "number") {
    if (FINAL_EVENTS.has(event)) refresh();
    else draw(data);
  } else if (FINAL_EVENTS.has(event)) {
    announceChange();
  }
}

// Subscribing answers with the present snapshot, so nothing falls between the page and the socket.
function follow() {
  if (!isOpen) return;
  const wanted = new Set(cardIds());
  if (shown()) wanted.add(shown().dataset.liveGeneration);
  for (const id of followed) {
    if (!wanted.has(id)) send("unsubscribe_generation", { generation_id: id });
  }
  for (const id of wanted) {
    if (!followed.has(id)) send("subscribe_generation", { generation_id: id });
  }
  followed.clear();
  for (const id of wanted) followed.add(id);
}

// The history listens to this.
function announceChange() {
  lastChangeAt = Date.now();
  document.body.dispatchEvent(new CustomEvent("routix:changed"));
}

function draw(snapshot) {
  const card = shown();
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
  const cardPause = isOpen ? CARD_POLL_BESIDE_SOCKET_MS : CARD_POLL_MS;
  if (cardIds().length > 0 && Date.now() - lastChangeAt >= cardPause) announceChange();
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

  // An answer about a generation that has left the stage meanwhile is dropped.
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.requestConfig.elt !== STAGE) return;
    const url = shown()?.dataset.refreshUrl;
    if (!url || !detail.pathInfo.requestPath.startsWith(url)) detail.shouldSwap = false;
  });

  let wasRunning = Boolean(shown());
  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    follow();
    if (detail.target !== STAGE) return;
    lastAskedAt = Date.now();
    const isRunning = Boolean(shown());
    const isNew = detail.requestConfig.verb === "post";
    if (isNew || wasRunning !== isRunning) announceChange();
    wasRunning = isRunning;
    const isAskedFor = isNew || detail.requestConfig.elt.matches("[data-show-stage]");
    if (isAskedFor && !isInView(STAGE)) STAGE.scrollIntoView({ behavior: "smooth", block: "start" });
  });
  document.body.addEventListener("htmx:sendError", ({ detail }) => {
    if (detail.requestConfig.elt !== STAGE) toast("offline"); // polling goes on by itself
  });
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === 403) toast("stale");
    else if (detail.xhr.status >= 500) toast("broken");
  });
}
