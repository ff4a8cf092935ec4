// The text that is about to be sent, as it stands: what it breaks, what is not filled in, how long it is.

import { checkText } from "../../channels/browser/rule_matching.js";
import { findLeftovers } from "../../replies/browser/leftovers.js";
import { measure } from "../../replies/browser/render.js";
import { oddValues } from "./odd_values.js";

/**
 * {leftovers, findings, unfilled, odd, length, segments, …}: `text` on `channel`; `reply` is what the script made, whose
 * own judgement is taken where the agent changed nothing. `values`, `today` and `form`: see oddValues.
 */
export function judge(text, { reply, isEdited, channel, script, book, leftovers: rows, values, today, form }) {
  const unfilled = script.placeholders.filter(({ name }) => text.includes(`{{ ${name} }}`)).map(({ name }) => name);
  const leftovers = isEdited ? findLeftovers(text, rows, unfilled) : reply.leftovers;
  const own = isEdited
    ? { findings: checkText(text, channel, "", book), ...measure(text, text, channel) }
    : reply;
  const { findings, length, segments, segments_with_accents, is_too_long } = own;
  const odd = oddValues(text, { reply, script, values, today, form });
  return { leftovers, findings, unfilled, odd, length, segments, segments_with_accents, is_too_long };
}

/** What must be overridden knowingly, as one text: another fault needs another consent. */
export function consentKey(text, { leftovers, findings, unfilled, odd }) {
  const left = leftovers.map(({ kind, start, end }) => `${kind}=${text.slice(start, end)}`);
  return [...left, ...findings.map(({ rule, start, end }) => `${rule}=${text.slice(start, end)}`), ...unfilled, ...standing(odd).map(({ name, value }) => `${name}=${value}`)].join("\n");
}

/** Odd values that the text holds: in an edited text a field may stand for nothing. */
export const standing = (odd) => odd.filter(({ start }) => start >= 0);

/** What nobody means for a customer, such as a day that no calendar has: no consent helps then. */
export const refusedIn = ({ leftovers, odd }) => leftovers.find((one) => one.is_sure) ?? standing(odd).find(({ fault }) => fault === "none");

export const isRefused = (judged) => refusedIn(judged) !== undefined;

/** [start, end, class] of each stretch to be marked in the text. */
export function marksIn(text, { leftovers, findings, unfilled, odd }) {
  const marks = [...leftovers, ...findings, ...standing(odd)].map(({ start, end }) => [start, end, "kb-desk__fault"]);
  for (const name of unfilled) {
    const hole = `{{ ${name} }}`;
    for (let at = text.indexOf(hole); at >= 0; at = text.indexOf(hole, at + hole.length)) {
      marks.push([at, at + hole.length, "kb-desk__hole"]);
    }
  }
  return marks;
}
