// The form that asks for a thumbnail: counter, photo preview, price on the button, examples. The form works without it.

const form = document.querySelector("[data-composer]");

if (form) {
  const prompt = form.querySelector("[data-prompt]");
  const promptBox = form.querySelector("[data-prompt-box]");
  const count = form.querySelector("[data-count]");
  const photo = form.querySelector("[data-photo]");
  const photoError = form.querySelector("[data-photo-error]");
  const photoErrorText = form.querySelector("[data-photo-error-text]");
  const photoLabel = form.querySelector("[data-photo-label]");
  const preview = form.querySelector("[data-photo-preview]");
  const previewImage = form.querySelector("[data-photo-image]");
  const hint = form.querySelector("[data-photo-hint]");
  const attachText = photoLabel.textContent;
  const acceptedKinds = photo.accept.split(",");

  const showCount = () => {
    count.querySelector("[data-count-now]").textContent = prompt.value.length;
    count.classList.toggle("is-near", prompt.value.length > prompt.maxLength * 0.9);
  };

  const showPrice = () => {
    const chosen = form.querySelector("[name=algorithm]:checked");
    const label = form.querySelector("[data-price-label]");
    if (!chosen) return;
    const price = Number(chosen.dataset.price);
    label.textContent = price === 1 ? label.dataset.textOne : label.dataset.textMany.replace("{n}", price);
  };

  // an algorithm that places no photo can't be chosen beside one
  const offerAlgorithms = (hasPhoto) => {
    const options = [...form.querySelectorAll("[name=algorithm]")];
    for (const option of options) {
      const placesNone = hasPhoto && !("takesPhoto" in option.dataset);
      option.disabled = placesNone || "locked" in option.dataset;
      const note = option.closest("label").querySelector("[data-no-photo-note]");
      if (note) note.hidden = !placesNone;
    }
    const isLost = options.some((option) => option.checked && option.disabled);
    const first = options.find((option) => !option.disabled);
    if (isLost && first) first.checked = true;
    showPrice();
  };

  const refusePhoto = (text) => {
    photo.value = "";
    photoErrorText.textContent = text;
    photoError.hidden = !text;
  };

  const showPhoto = () => {
    const [file] = photo.files;
    if (previewImage.src) URL.revokeObjectURL(previewImage.src);
    previewImage.removeAttribute("src");
    photoError.hidden = true;
    if (file && !acceptedKinds.includes(file.type)) refusePhoto(photoErrorText.dataset.textKind);
    else if (file && file.size > Number(form.dataset.maxPhotoBytes)) refusePhoto(photoErrorText.dataset.textSize);
    const accepted = photo.files.length > 0;
    preview.hidden = !accepted;
    hint.hidden = accepted;
    photoLabel.textContent = accepted ? photoLabel.dataset.textChange : attachText;
    if (accepted) previewImage.src = URL.createObjectURL(file);
    offerAlgorithms(accepted);
  };

  const takePhotoFrom = (transfer) => {
    const picture = [...transfer.files].find((file) => file.type.startsWith("image/"));
    if (!picture) return false;
    const carrier = new DataTransfer();
    carrier.items.add(picture);
    photo.files = carrier.files;
    showPhoto();
    return true;
  };

  prompt.addEventListener("input", showCount);
  prompt.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  prompt.addEventListener("paste", (event) => {
    if (takePhotoFrom(event.clipboardData)) event.preventDefault();
  });
  photo.addEventListener("change", showPhoto);
  form.addEventListener("change", showPrice);
  form.querySelector("[data-photo-remove]").addEventListener("click", () => {
    photo.value = "";
    showPhoto();
    photo.focus();
  });

  promptBox.addEventListener("dragover", (event) => {
    event.preventDefault();
    promptBox.classList.add("is-dropping");
  });
  promptBox.addEventListener("dragleave", () => promptBox.classList.remove("is-dropping"));
  promptBox.addEventListener("drop", (event) => {
    promptBox.classList.remove("is-dropping");
    if (takePhotoFrom(event.dataTransfer)) event.preventDefault();
  });

  const more = form.querySelector("[data-more]");
  more.addEventListener("toggle", () => {
    if (more.open) more.scrollIntoView({ behavior: "smooth", block: "nearest" });
  });

  document.addEventListener("click", (event) => {
    const filler = event.target.closest("[data-fill-prompt]");
    if (!filler) return;
    prompt.value = filler.dataset.fillPrompt;
    showCount();
    prompt.focus();
  });

  // a browser may restore the fields of a page that is loaded again
  showCount();
  showPhoto();
}

// the account menu closes like every menu: by a click elsewhere, or Escape
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
