// Small makers of the desk's elements. Whatever comes from a message, a helpdesk or a script becomes a text node.

import { make } from "../../browser_code/elements.js";
import { pluralCategory } from "../../browser_code/plurals.js";

/** A button that does something, never one that sends a form. */
export function button(label, onClick, attributes = {}) {
  const made = make("button", { type: "button", class: "kb-button", ...attributes }, label);
  made.addEventListener("click", onClick);
  return made;
}

/** A labelled choice. `choices` is [[value, name], …]. */
export function select(label, choices, value, onChange, attributes = {}) {
  const field = make("select", attributes, ...choices.map(([id, name]) => make("option", { value: id }, name)));
  // An option of value "" loses its attribute above and would be read as its name.
  choices.forEach(([id], place) => (field.options[place].value = id));
  field.value = choices.some(([id]) => id === value) ? value : choices[0][0];
  field.addEventListener("change", () => onChange(field.value));
  return make("label", { class: "kb-desk__field" }, make("span", {}, label), field);
}

/** A sentence with its gaps filled: `fill("{n} of {limit}", {n: 3, limit: 9})`. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

/** The sentence `words[key]` for `n` things, in the form that `n` asks for in the page's language (CLDR), filled. */
export function counted(words, key, n, values = {}) {
  return fill(words[`${key}_${pluralCategory(n)}`] ?? words[key], { n, ...values });
}

/** At most `most` signs of a text, none cut in two, with “…” where more follows. */
export function shorten(text, most) {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
}

/** Is the agent typing there? Then a number is a number. */
export function isTyping(element) {
  if (!element || !element.closest) return false;
  if (element.closest("textarea, select, [contenteditable]")) return true;
  const field = element.closest("input");
  return Boolean(field) && !["checkbox", "radio", "button"].includes(field.type);
}
