// In the list: the original lies over the preview while the pointer or the focus is on it. It is fetched only then.

function reveal(thumb) {
  if (thumb.querySelector(".bank-thumb__original")) return;
  const picture = new Image(128, 72);
  picture.className = "bank-thumb__original";
  picture.alt = "The original";
  picture.src = thumb.dataset.original;
  thumb.append(picture);
}

function conceal(thumb) {
  thumb.querySelector(".bank-thumb__original")?.remove();
}

for (const thumb of document.querySelectorAll("[data-original]")) {
  const holder = thumb.closest("a") ?? thumb;
  holder.addEventListener("pointerenter", () => reveal(thumb));
  holder.addEventListener("focus", () => reveal(thumb));
  holder.addEventListener("pointerleave", () => conceal(thumb));
  holder.addEventListener("blur", () => conceal(thumb));
}
