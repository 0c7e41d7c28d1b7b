// Asks the bank while one types. The address follows, so that a question can be shared and found again.

const FORM = document.querySelector("[data-sandbox]");
const ANSWER = document.querySelector("[data-answer]");
const PAUSE_MS = 180;

let timer = 0;
let asking = null;

function question() {
  return new URLSearchParams([...new FormData(FORM)].filter(([, value]) => value !== ""));
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const query = question();
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  query.set("fragment", "1");
  ANSWER.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`?${query}`, { signal: asking.signal });
    if (!answer.ok || answer.redirected) throw new Error(`the server answered ${answer.status}`);
    ANSWER.innerHTML = await answer.text();
  } catch (error) {
    if (error.name === "AbortError") return; // a newer question is on its way
    const note = document.createElement("p");
    note.className = "bank-note bank-note--bad";
    note.textContent = "The search did not answer. Try again, or reload the page.";
    ANSWER.replaceChildren(note);
  }
  ANSWER.removeAttribute("aria-busy");
}

FORM.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS);
});
FORM.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  ask();
});
