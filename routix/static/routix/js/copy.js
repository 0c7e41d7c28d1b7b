// Buttons that copy the field beside them. Without a clipboard they stay hidden, and the field can be marked by hand.

for (const box of document.querySelectorAll("[data-copy]")) {
  const source = box.querySelector("[data-copy-source]");
  const button = box.querySelector("[data-copy-button]");
  const label = button.querySelector("[data-copy-label]");
  source.addEventListener("focus", () => source.select());
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      label.textContent = button.dataset.textDone;
    } catch {
      source.focus(); // the browser refused: what is marked can be copied by hand
    }
  });
}
