// The fields of a reply: one for each placeholder that its text names, in the order of the script.

import { make } from "../../browser_code/elements.js";
import { findFields } from "../browser/found_fields.js";
import { fill } from "./elements.js";

const MODES = { number: "decimal", money: "text", url: "url", date: "text", time: "text" };
const PARCEL = /track|parcel|waybill|shipment/;

/** `onInput(name, value)` at every key; `onLast()` when Enter leaves the last field. Gives {node, show, focusFirst}. */
export function fieldsOf(script, values, { words, message, onInput, onLast }) {
  const asked = script.placeholders.filter(({ type }) => type !== "honorific"); // those are buttons
  const rows = asked.map((one, place) => fieldOf(one, place, Object.hasOwn(values, one.name) ? values[one.name] : "", words, message));
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
  const found = foundFor({ name, type }, message);
  const input = make("input", {
    id, type: "text", name, inputmode: MODES[type], maxlength: 500, placeholder: example, autocomplete: "off",
    spellcheck: "false", translate: "no", dir: "auto", autocapitalize: type === "code" ? "characters" : null,
    "aria-required": required ? "true" : null, "aria-describedby": `${id}-hint ${id}-found-in`, list: found.length ? `${id}-found` : null,
  });
  input.value = value;
  const source = make("span", { class: "kb-desk__found", id: `${id}-found-in` }, words.found);
  const showSource = () => (source.hidden = !found.includes(input.value.trim()));
  showSource();
  input.addEventListener("input", showSource);
  input.addEventListener("focus", () => source.hidden || input.select()); // one key empties it
  const hint = make("span", { class: "kb-desk__odd", id: `${id}-hint`, hidden: true }, fill(words.odd, { example }));
  const star = required ? make("span", { class: "kb-desk__star-required", title: words.required }, " *") : null;
  const node = make("div", { class: "kb-desk__field kb-desk__field--fill" },
    make("label", { for: id }, label[0].toUpperCase() + label.slice(1), star), input,
    found.length ? make("datalist", { id: `${id}-found` }, ...found.map((one) => make("option", { value: one }))) : null, source, hint);
  return { node, input, name, hint, isRequired: required };
}

/** What `message` ({all, customer}: texts) holds for one field; a phone number is never a code, nor the shop's name the customer's. */
function foundFor({ name, type }, message) {
  const found = findFields(name === "customer_name" ? message.customer : message.all);
  if (type === "code") return (PARCEL.test(name) ? found.tracking : name.startsWith("order") ? found.order : [...(found.order ?? []), ...(found.tracking ?? [])]) ?? [];
  return { money: found.money, date: found.date, url: found.url }[type] ?? (name === "customer_name" ? found.name : undefined) ?? [];
}

/** Values that the message alone can mean: one order, one parcel, one name. Days and sums are offered, for they may mean another thing. */
export function foundValues(script, message) {
  const sure = script.placeholders.filter(({ name, type }) => name === "customer_name" || (type === "code" && (name.startsWith("order") || PARCEL.test(name))));
  const rows = sure.map((one) => [one.name, foundFor(one, message)]).filter(([, found]) => found.length === 1);
  return Object.fromEntries(rows.map(([name, [value]]) => [name, value]));
}
