// The fields of a reply: one for each placeholder that its text names, in the order of the script.

import { make } from "../../browser_code/elements.js";
import { fill } from "./elements.js";

const MODES = { number: "decimal", money: "text", url: "url", date: "text", time: "text" };
const CODE = /(?=[A-Za-z0-9-]*\d)[A-Za-z0-9][A-Za-z0-9-]{5,29}/g;
const MOST_FOUND = 6;

/** `onInput(name, value)` at every key; `onLast()` when Enter leaves the last field. Gives {node, show, focusFirst}. */
export function fieldsOf(script, values, { words, message, onInput, onLast }) {
  const rows = script.placeholders.map((one, place) => fieldOf(one, place, Object.hasOwn(values, one.name) ? values[one.name] : "", words, message));
  for (const { input, name } of rows) {
    input.addEventListener("input", () => onInput(name, input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const shown = rows.filter((row) => !row.node.hidden);
      const next = shown[shown.findIndex((row) => row.input === input) + 1];
      if (next) next.input.focus();
      else onLast();
    });
  }
  const node = rows.length ? make("div", { class: "kb-desk__fields" }, ...rows.map((row) => row.node)) : null;
  return {
    node,
    /** Mark what is still missing and what looks odd. */
    show({ missing, doubtful }) {
      for (const { name, input, hint, isRequired } of rows) {
        const isOdd = doubtful.includes(name);
        input.setAttribute("aria-invalid", String(isOdd));
        input.classList.toggle("kb-desk__input--missing", isRequired && missing.includes(name));
        hint.hidden = !isOdd;
      }
    },
    /** Put the cursor into the first empty field (of `names`, or any required one first); false where all are filled. */
    focusFirst(names = null) {
      const empty = rows.filter((row) => !row.input.value.trim());
      const found = names ? empty.find((row) => names.includes(row.name)) : empty.find((row) => row.isRequired) ?? empty[0];
      found?.input.focus();
      return Boolean(found);
    },
  };
}

function fieldOf({ name, type, example, required }, place, value, words, message) {
  const id = `kb-desk-field-${place}`;
  const label = name.replaceAll("_", " ");
  const found = ["code", "number", "url", "money"].includes(type) ? foundIn(message, type) : [];
  const input = make("input", {
    id, type: "text", name, inputmode: MODES[type], maxlength: 500, placeholder: example, autocomplete: "off",
    spellcheck: "false", translate: "no", dir: "auto", autocapitalize: type === "code" ? "characters" : null,
    "aria-required": required ? "true" : null, "aria-describedby": `${id}-hint`, list: found.length ? `${id}-found` : null,
  });
  input.value = value;
  const hint = make("span", { class: "kb-desk__odd", id: `${id}-hint`, hidden: true }, fill(words.odd, { example }));
  const star = required ? make("span", { class: "kb-desk__star-required", title: words.required }, " *") : null;
  const node = make("div", { class: "kb-desk__field kb-desk__field--fill" },
    make("label", { for: id }, label[0].toUpperCase() + label.slice(1), star), input,
    found.length ? make("datalist", { id: `${id}-found` }, ...found.map((one) => make("option", { value: one }))) : null, hint);
  return { node, input, name, hint, isRequired: required };
}

/** Codes and numbers that the message itself holds, offered as one types; chosen by the agent, never put in. */
function foundIn(message, type) {
  const wanted = { code: CODE, number: /\d+(?:[.,]\d+)*/g, money: /\d+(?:[.,]\d+)*/g, url: /https?:\/\/[^\s<>"]+/g }[type];
  return [...new Set(message.slice(0, 20000).match(wanted) ?? [])].slice(0, MOST_FOUND);
}
