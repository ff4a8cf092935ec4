// Values of fields that look odd, or name a day that no calendar has, and where they stand in the text.

import { cleanValue, dropAccents } from "../../replies/browser/plain_text.js";
import { dayFault } from "../../replies/browser/typed_days.js";
import { writeTypedDate } from "../../replies/browser/written_dates.js";

/**
 * [{name, value, fault, start, end}, …]: fault is `odd`, `past`, `coming`, `far` or `none` (no such day); start is -1
 * where `text` does not hold the value. `reply` says which values they are; `form` is how its language writes dates.
 */
export function oddValues(text, { reply, script, values, today, form }) {
  const names = new Set([...reply.impossible, ...reply.doubtful]);
  return script.placeholders.filter(({ name }) => names.has(name)).map(({ name, type, when }) => {
    const value = cleanValue(String(values[name] ?? ""));
    const fault = type === "date" ? dayFault(value, { when, today, months: form[1] }) : "";
    return { name, value, fault: fault || "odd", ...placeOf([value, writeTypedDate(value, form)], text) };
  });
}

function placeOf(forms, text) {
  const found = forms.flatMap((one) => [one, dropAccents(one)]).find((one) => one && text.includes(one)) ?? "";
  const start = found ? text.indexOf(found) : -1;
  return { start, end: start + found.length };
}
