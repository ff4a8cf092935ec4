// What may go into a field, as buttons beside it: each is a click, and the arrow keys in the field put one after another in.

import { make } from "../../browser_code/elements.js";
import { button } from "./elements.js";

/**
 * `choices`: [{value, label}, …]; `id` names the list for the field's description. `onChosen(label)` is told what an
 * arrow key put in. Null where there is nothing to choose.
 */
export function makeChoices(input, choices, { id, words, onChosen }) {
  if (!choices.length) return null;
  const put = (value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const buttons = choices.map(({ value, label }) => button(label, () => put(value), { class: "kb-desk__chip", tabindex: "-1", "data-value": value }));
  const show = () => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.value === input.value.trim())));
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const now = choices.findIndex(({ value }) => value === input.value.trim());
    const next = choices[now < 0 ? (step > 0 ? 0 : choices.length - 1) : (now + step + choices.length) % choices.length];
    put(next.value);
    input.select();
    onChosen(next.label);
  });
  show();
  return make("div", { class: "kb-desk__chips", id }, make("kbd", { class: "kb-desk__chips-key", "aria-hidden": "true", title: words.choices }, "↓"), make("span", { class: "kb-visually-hidden" }, words.choices, " "), ...buttons);
}
