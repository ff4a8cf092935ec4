// What a reader makes of a paste: parts, each said by one label: the twin of ../transcript_parts.py.
// A part is {label, lines, day, isNote, name}; what a reader found is {form, parts, channel, agents, isTicket}.

import { areApart, said } from "./transcript_lines.js";
import { sidesOf } from "./transcript_speakers.js";

/** Lines that one speaker said at once. */
export const makePart = (label, lines, { day = [], isNote = false, name = "" } = {}) => ({ label, lines, day, isNote, name });

/** What a reader found, before it is known whose the words are. */
export const makeRead = (form, parts, { channel = "", agents = [], isTicket = false } = {}) =>
  ({ form, parts, channel, agents: new Set(agents), isTicket });

/** A paste as it was read: {form, turns, channel, customer, is_guess}. */
export const makeTranscript = ({ form = "", turns = [], channel = "", customer = "", is_guess = false }) =>
  ({ form, turns, channel, customer, is_guess });

/** The turns of what was read; null where no customer says anything. */
export function transcriptOf(read, shop) {
  const kept = read.parts.filter((part) => !part.isNote).map((part) => [part, said(part.lines)]).filter(([, text]) => text);
  const { customers, isGuess } = sidesOf(kept.map(([part]) => part.label), shop, read.agents, read.isTicket);
  const turns = kept.map(([part, text], place) => ({
    text, is_customer: customers.has(part.label), is_later: place > 0 && areApart(kept[place - 1][0].day, part.day),
  }));
  const first = kept.find(([part]) => customers.has(part.label));
  if (!first) return null;
  return makeTranscript({
    form: read.form, turns, channel: read.channel, customer: first[0].name || first[0].label, is_guess: isGuess,
  });
}

/** What the customer said last, in one message, and what they had said before that. */
export function latestWords(turns) {
  const runs = [[]];
  for (const turn of turns) {
    if (!turn.is_customer || turn.is_later) runs.push([]);
    if (turn.is_customer && turn.text.trim()) runs.at(-1).push(turn.text);
  }
  const messages = runs.filter((run) => run.length).map((run) => run.join("\n"));
  return [messages.at(-1) ?? "", messages.at(-2) ?? ""];
}
