// Pictures of a text: their links open the whole picture over the page. Two fingers may enlarge it, as anything.

import { all, make, one } from "./elements.js";

/** Let each picture be looked at in full. Without this the link opens its file. */
export function startPictures() {
  const words = one("[data-kb-picture-words]");
  if (!words || !("HTMLDialogElement" in window)) return;
  for (const link of all("a.kb-zoom")) {
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab was asked for
      event.preventDefault();
      show(link, words.dataset);
    });
  }
}

/** Over the page: the picture as large as fits, and in full size where it is larger. */
function show(link, words) {
  const shown = one("img", link);
  const close = make("button", { class: "kb-button", type: "button" }, words.close);
  const full = make("button", { class: "kb-button", type: "button", "aria-pressed": "false", hidden: true }, words.full);
  const picture = make("img", { class: "kb-picture__image", src: link.href, alt: shown.alt || null });
  if (!shown.alt) picture.alt = "";
  const place = make("div", { class: "kb-picture__place", tabindex: "0" }, picture);
  const dialog = make("dialog", { class: "kb-picture", "aria-label": shown.alt || link.getAttribute("aria-label") },
    make("p", { class: "kb-picture__bar" }, full, close), place);
  // What says a size or a proportion of its own (an SVG may) is already as large as it fits.
  const judge = () => {
    const isLarger = picture.naturalWidth > picture.clientWidth + 1;
    full.hidden = full.getAttribute("aria-pressed") === "false" && !isLarger;
  };
  picture.addEventListener("load", judge);
  addEventListener("resize", judge, { passive: true });
  full.addEventListener("click", () => {
    const isFull = full.getAttribute("aria-pressed") === "false";
    full.setAttribute("aria-pressed", String(isFull));
    dialog.classList.toggle("kb-picture--full", isFull);
    place.focus();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog || target === place) dialog.close(); });
  dialog.addEventListener("close", () => {
    removeEventListener("resize", judge);
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
  if (picture.complete) judge();
}
