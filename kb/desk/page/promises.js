// What was promised to customers for a day that is still to come: kept on this machine until it is ticked. Day, reply and
// order number; never a text, never a name.

import { make } from "../../browser_code/elements.js";
import { dayAfter } from "../../browser_code/opening_hours.js";
import { dropAccents } from "../../replies/browser/plain_text.js";
import { writeTypedDate } from "../../replies/browser/written_dates.js";
import { fill } from "./elements.js";
import { openNote } from "./machine_note.js";
import { promisedDay } from "./promised_day.js";

const KEY = "kb.desk.promises";
const MOST = 200;
const LONGEST_ORDER = 60;
const KEPT = 60; // days after the day that was promised

const isPromise = (one) => one && ["day", "id", "language", "order"].every((name) => typeof one[name] === "string");
const clean = (told) => (Array.isArray(told) ? told.filter(isPromise).slice(-MOST) : []);
const isSame = (one, other) => ["day", "id", "order"].every((name) => one[name] === other[name]);

/** `place` is the list's part of the page; `context`: {desk, data, settings, today(), say(text), scope}. Gives {keep, show, forget}. */
export function makePromises(place, { desk, data, settings, today, say, scope }) {
  const { words } = settings;
  const note = openNote(KEY, { scope, clean, onChange: () => show() });
  const long = (day) => writeTypedDate(day, data.date_forms[settings.language]);
  const titleOf = ({ id, language }) => (desk.script(id, settings.language) ?? desk.script(id, language))?.title ?? id;

  /** The days that `text` promises: of each field of kind date that it says, if the day is still to come. */
  function daysIn({ script, values, text }) {
    const form = data.date_forms[script.language];
    const plain = dropAccents(text);
    return script.placeholders.filter(({ type }) => type === "date").map(({ name }) => (values[name] ?? "").trim())
      .filter((value) => value && [value, writeTypedDate(value, form)].some((one) => plain.includes(dropAccents(one))))
      .map((value) => promisedDay(value, { language: script.language, form, today: today() }))
      .filter((day) => day > today());
  }

  function show() {
    const rows = note.read().sort((one, other) => (one.day < other.day ? -1 : 1));
    const isDue = ({ day }) => day <= today();
    place.hidden = !rows.length;
    const wasOpen = place.querySelector("details")?.open;
    const details = make("details", { class: "kb-desk__promises", open: wasOpen ?? rows.some(isDue) },
      make("summary", {}, `${words.promises} (${rows.length})`),
      make("ul", {}, ...rows.map((row) => make("li", {}, make("label", {}, tick(row), make("span", {},
        isDue(row) ? make("span", { class: "kb-mark kb-mark--now" }, words.promise_due) : null, isDue(row) ? " " : null,
        fill(words.promise, { date: long(row.day), title: titleOf(row) }), row.order ? make("b", { dir: "auto" }, ` ${row.order}`) : null))))),
      make("p", { class: "kb-desk__hint" }, words.promises_hint));
    place.replaceChildren(...(rows.length ? [details] : []));
  }

  function tick(row) {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      note.change((held) => held.filter((one) => !isSame(one, row)));
      say(words.promise_done);
      place.querySelector("input, summary")?.focus();
    });
    return box;
  }

  return {
    show,
    /**
     * Keep what was promised in a text that was copied: {answer, script, values, text}. Gives what to say of it, "" where
     * nothing was promised.
     */
    keep({ answer, script, values, text }) {
      const days = [...new Set(daysIn({ script, values, text }))];
      if (!days.length) return "";
      const code = script.placeholders.find(({ name, type }) => type === "code" && values[name]?.trim());
      const order = code ? values[code.name].trim().slice(0, LONGEST_ORDER) : "";
      const rows = days.map((day) => ({ day, id: answer.id, language: script.language, order }));
      const oldest = dayAfter(today(), -KEPT);
      note.change((held) => [...held.filter((one) => one.day > oldest && !rows.some((row) => isSame(one, row))), ...rows].slice(-MOST));
      return fill(words.promise_kept, { date: days.map(long).join(", ") });
    },
    forget: note.forget,
  };
}
