// The fields of a reply: one for each placeholder that its text names, in the order of the script.

import { make } from "../../browser_code/elements.js";
import { findFields, personName } from "../browser/found_fields.js";
import { makeChoices } from "./choices.js";
import { fill } from "./elements.js";
import { fieldLabel } from "./labels.js";

const MODES = { number: "decimal", money: "text", url: "url", date: "text", time: "text" };
const PARCEL = /track|parcel|waybill|shipment/;
const OWN_NUMBER = /^([a-z]{2,4})-?[0-9]{3,14}$/i; // an example such as SS104829 shows how the shop's own numbers begin

/**
 * `onInput(name, value)` at every key; `onLast()` when Enter leaves the last field; `daysFor(placeholder)` are days to
 * choose for a date, [{value, label}, …]. Gives {node, show, focus, focusFirst}.
 */
export function fieldsOf(script, values, { words, message, say, daysFor, onInput, onLast }) {
  const asked = script.placeholders.filter(({ type }) => type !== "honorific"); // those are buttons
  const rows = asked.map((one, place) => fieldOf(one, place, Object.hasOwn(values, one.name) ? values[one.name] : "", { words, message, say, daysFor }));
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
  let needed = [];
  const node = rows.length ? make("div", { class: "kb-desk__fields" }, ...rows.map((row) => row.node)) : null;
  return {
    node,
    /** Mark what is still missing, in an edited text what still stands there to be filled in, and what looks odd. */
    show({ reply, isEdited, judged }) {
      needed = isEdited ? judged.unfilled : reply.missing;
      for (const { name, input, hint, star, example, isRequired } of rows) {
        const odd = judged.odd.find((one) => one.name === name);
        input.setAttribute("aria-invalid", String(Boolean(odd)));
        input.classList.toggle("kb-desk__input--missing", isRequired && needed.includes(name));
        if (star) star.hidden = !input.value.trim() && !needed.includes(name); // the text of this channel may not name it
        hint.hidden = !odd;
        if (odd) hint.textContent = words[`day_${odd.fault}`] ?? fill(words.odd, { example });
      }
    },
    focus(name) {
      rows.find((row) => row.name === name)?.input.focus();
    },
    /** Put the cursor into the first empty field that the text needs (of `names`); false where it needs none. */
    focusFirst(names = needed) {
      const found = rows.find((row) => names.includes(row.name) && !row.input.value.trim());
      found?.input.focus();
      return Boolean(found);
    },
  };
}

function fieldOf(placeholder, place, value, { words, message, say, daysFor }) {
  const { name, type, example, required } = placeholder;
  const id = `kb-desk-field-${place}`;
  const found = foundFor(placeholder, message);
  const input = make("input", {
    id, type: "text", name, inputmode: MODES[type], maxlength: 500, placeholder: example, autocomplete: "off",
    spellcheck: "false", translate: "no", dir: "auto", autocapitalize: type === "code" ? "characters" : null,
    "aria-required": required ? "true" : null, "aria-describedby": `${id}-hint ${id}-found-in ${id}-choices`,
  });
  input.value = value;
  const source = make("span", { class: "kb-desk__found", id: `${id}-found-in` }, words.found);
  const showSource = () => (source.hidden = !found.includes(input.value.trim()));
  showSource();
  input.addEventListener("input", showSource);
  input.addEventListener("focus", () => source.hidden || input.select()); // one key empties it
  const hint = make("span", { class: "kb-desk__odd", id: `${id}-hint`, hidden: true });
  const choices = makeChoices(input, choicesFor(placeholder, { found, daysFor, value }), { id: `${id}-choices`, words, onChosen: (label) => say(label, true) });
  const star = required ? make("span", { class: "kb-desk__star-required", title: words.required }, " *") : null;
  const node = make("div", { class: `kb-desk__field kb-desk__field--fill${type === "date" ? " kb-desk__field--days" : ""}` },
    make("label", { for: id }, fieldLabel(name, words), star), input, choices, source, hint);
  return { node, input, name, hint, star, example, isRequired: required };
}

/** What may go in: what the message holds, then days of the shop's calendar; none where the one thing found is in already. */
function choicesFor(placeholder, { found, daysFor, value }) {
  const rows = found.length === 1 && value.trim() === found[0] ? [] : found.map((one) => ({ value: one, label: one }));
  return placeholder.type === "date" ? [...rows, ...daysFor(placeholder)] : rows;
}

/** The name that the customer gives, and the one that the conversation shows for them. */
function namesIn({ customer, name }) {
  const given = findFields(customer).name ?? [];
  return [...new Set([...given, personName(name ?? "")])].filter(Boolean);
}

/** What `message` ({all, said, customer, name}: texts) holds for one field; a phone number is never a code, nor the shop's name the customer's. */
function foundFor({ name, type, example }, message) {
  if (name === "customer_name") return namesIn(message);
  const own = name.startsWith("order") ? OWN_NUMBER.exec(example ?? "")?.[1] : "";
  const found = findFields(type === "date" ? message.said : message.all, [...message.prefixes, ...(own ? [own] : [])]);
  if (type === "code") return (PARCEL.test(name) ? found.tracking : name.startsWith("order") ? found.order : [...(found.order ?? []), ...(found.tracking ?? [])]) ?? [];
  return { money: found.money, date: found.date, url: found.url }[type] ?? [];
}

/** Values that the message alone can mean: one order, one parcel, one name. Days and sums are offered, for they may mean another thing. */
export function foundValues(script, message) {
  const sure = script.placeholders.filter(({ name, type }) => name === "customer_name" || (type === "code" && (name.startsWith("order") || PARCEL.test(name))));
  const rows = sure.map((one) => [one.name, one.name === "customer_name" ? findFields(message.customer).name ?? [] : foundFor(one, message)]).filter(([, found]) => found.length === 1);
  return Object.fromEntries(rows.map(([name, [value]]) => [name, value]));
}
