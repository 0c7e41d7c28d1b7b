// Watches templates become ready: one request asks for all that are still on their way.

const ADDRESS = document.querySelector('meta[name="bank-states"]').content;
const EVERY_MS = 1_500;
const LONGEST_MS = 20_000;
const AT_ONCE = 100;

const watched = new Map();
let timer = 0;
let delay = EVERY_MS;
const listeners = [];

/** Follow the state of a template in an element that holds `[data-said]`, `[data-detail]` and `[data-progress]`. */
export function watch(id, element) {
  const elements = watched.get(id) ?? new Set();
  elements.add(element);
  watched.set(id, elements);
  start();
}

/** Be told of each state that was read: `{id, name, address, picture, said, detail, progress, colour, is_final}`. */
export function onState(listener) {
  listeners.push(listener);
}

/** Write a state into an element. */
export function show(state, element) {
  const said = element.querySelector("[data-said]");
  said.textContent = state.said;
  said.className = `bank-label bank-label--${state.colour}`;
  element.querySelector("[data-detail]").textContent = state.detail;
  const bar = element.querySelector("[data-progress]");
  bar.hidden = state.progress === null;
  bar.value = state.progress ?? 0;
  element.hidden = false;
}

function start() {
  if (!timer && watched.size) timer = setTimeout(ask, delay);
}

async function ask() {
  timer = 0;
  // The queue goes in order, so the first ones are those that move.
  const ids = [...watched.keys()].slice(0, AT_ONCE);
  const query = new URLSearchParams(ids.map((id) => ["id", id]));
  try {
    const answer = await fetch(`${ADDRESS}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const { templates } = await answer.json();
    const told = new Map(templates.map((state) => [state.id, state]));
    for (const id of ids) {
      const state = told.get(id);
      if (state) tell(state);
      if (!state || state.is_final) watched.delete(id);
    }
    delay = EVERY_MS;
  } catch {
    delay = Math.min(LONGEST_MS, delay * 2); // the next time tells; nothing on the page is lost
  }
  start();
}

function tell(state) {
  for (const element of watched.get(state.id) ?? []) show(state, element);
  for (const element of document.querySelectorAll(`[data-name-of="${state.id}"]`)) element.textContent = state.name;
  for (const picture of document.querySelectorAll(`[data-preview-of="${state.id}"]`)) {
    if (!state.picture || picture.getAttribute("src") === state.picture) continue;
    picture.src = state.picture;
    picture.hidden = false;
    picture.parentElement.querySelector("[data-no-preview]")?.remove();
  }
  for (const listener of listeners) listener(state);
}

for (const element of document.querySelectorAll("[data-template][data-watch]")) watch(element.dataset.template, element);
