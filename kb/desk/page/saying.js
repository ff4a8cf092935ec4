// What the desk says besides its answers: a word that passes, and a sentence that stays above the columns.

import { make, one } from "../../browser_code/elements.js";
import { part, place } from "./place.js";

/** Say `text` to everyone, those with a screen reader too; `isSeen` where the page shows it anyhow. */
export function say(text, isSeen = false) {
  part("status").textContent = "";
  part("status").textContent = text;
  const toast = one(".kb-desk__toast", place) ?? place.appendChild(make("p", { class: "kb-desk__toast", "aria-hidden": "true" }));
  toast.textContent = text;
  toast.dataset.on = String(Date.now());
  toast.classList.add("kb-desk__toast--on");
  const mine = toast.dataset.on;
  setTimeout(() => { if (toast.dataset.on === mine) toast.classList.remove("kb-desk__toast--on"); }, isSeen ? 2500 : 4000);
}

/** Show a sentence above the desk until another one, or "", takes its place. */
export function banner(text) {
  part("banner").textContent = text;
  part("banner").hidden = !text;
}
