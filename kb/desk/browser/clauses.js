// A customer's message taken apart into the things it asks: the twin of kb/desk/clauses.py.

import SHARED from "../shared/clauses.json" with { type: "json" };
import { foldWithPositions } from "../../text/browser/fold_offsets.js";
import { cut } from "../../text/browser/letters.js";

/** Code points of a message that are read. */
export const LONGEST_MESSAGE = SHARED.longest_message;
const BREAK = new RegExp(SHARED.break, "g");

const wordsOf = (text) => text.split(" ").flatMap((part) => part.split("\n")).filter(Boolean);

/** The clauses of a message that hold enough words to ask something: [{text, start, end}]. */
export function splitQuestions(message) {
  const judged = cut(message, LONGEST_MESSAGE);
  const folded = foldWithPositions(judged);
  const breaks = [...folded.text.matchAll(BREAK)].map((match) => [match.index, match.index + match[0].length]);
  breaks.push([folded.text.length, folded.text.length]);
  const clauses = [];
  let from = 0;
  for (const [to, following] of breaks) {
    const words = folded.text.slice(from, to);
    if (wordsOf(words).length >= SHARED.fewest_words) {
      const inner = from + words.length - words.trimStart().length;
      const start = folded.starts[inner];
      const end = folded.ends[inner + words.trim().length - 1];
      clauses.push({ text: judged.slice(start, end), start, end });
    }
    from = following;
    if (clauses.length === SHARED.most_clauses) break;
  }
  return clauses;
}
