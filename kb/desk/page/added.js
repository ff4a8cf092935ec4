// What else stands in the reply that is open: each answer that was added, with a button that takes it out.

import { make } from "../../browser_code/elements.js";
import { button, fill } from "./elements.js";

/** A list of `added` ([answer]); null where there is none. `onTakeOut(answer)`. */
export function addedNode(added, { words, onTakeOut }) {
  if (!added.length) return null;
  return make("div", { class: "kb-desk__added" }, make("span", {}, words.added), make("ul", {}, ...added.map((answer) => {
    const out = button("×", () => onTakeOut(answer), { class: "kb-desk__small", "aria-label": fill(words.take_out, { title: answer.title }), title: fill(words.take_out, { title: answer.title }) });
    return make("li", {}, make("span", { lang: answer.language }, answer.title), " ", out);
  })));
}
