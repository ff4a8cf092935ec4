// A pasted conversation → turns: the twin of kb/desk/transcript.py, which says why. Only lines that say who speaks make
// one; anything else is one message.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { LINE_END } from "../../text/browser/letters.js";

const CUSTOMER = new Set(SHARED.customer);
const AGENT = new Set(SHARED.agent);
const { digit: DIGIT, colons: COLON, invisible: INVISIBLE } = SHARED;
const GAP = `[\\s${INVISIBLE}]*`;
const TIME = `\\[?${DIGIT}{1,2}${COLON}${DIGIT}{2}(?:${COLON}${DIGIT}{2})?\\]?`;
const LINE = new RegExp(`^${GAP}(?:${TIME}${GAP})?([^:：]{1,40})${COLON}${GAP}(.*)$`, "su");
const BLANK = new RegExp(`^${GAP}$`, "u");
const UNSEEN = new RegExp(`[\\u0300-\\u036f${INVISIBLE}]`, "gu");

/** The text itself, or [{text, is_customer}, …] where at least two lines name their speaker. */
export function readTurns(text) {
  const turns = [];
  for (const line of text.split(LINE_END)) {
    const said = LINE.exec(line);
    const name = said ? nameOf(said[1]) : "";
    if (CUSTOMER.has(name) || AGENT.has(name)) turns.push({ text: said[2], is_customer: CUSTOMER.has(name) });
    else if (turns.length) turns.at(-1).text += `\n${line}`;
    else if (!BLANK.test(line)) return text;
  }
  return turns.length > 1 && turns.some((turn) => turn.is_customer) ? turns : text;
}

/** A speaker's label as the lists above have it: without marks and unseen signs, in small letters. */
function nameOf(label) {
  const plain = label.normalize("NFD").replace(/[đĐðÐ]/g, "d").replace(UNSEEN, "");
  return plain.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).split(/\s+/).filter(Boolean).join(" ");
}

/** Turns as an agent reads them; `readTurns` reads them back. */
export function writeTurns(turns, words) {
  if (turns.length === 1) return turns[0].text;
  return turns.map((turn) => `${turn.is_customer ? words.customer : words.agent}: ${turn.text}`).join("\n");
}
