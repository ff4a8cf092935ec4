// Why an answer is shown: the twin of kb/desk/reasons.py.

import { impactIn } from "../../search/browser/scoring.js";
import { fold } from "../../text/browser/folding.js";
import { FULL } from "../../text/browser/tokenizer.js";

/** The words of `text` (whose `plan` this is) that the document at `place` has, as they are written, each once. */
export function tellingWords(text, plan, place, characters) {
  const weights = new Map();
  for (const [{ term, weight, place: position }, posting] of plan.terms) {
    if (term[0] === "=" || term.replace(/^~+/, "").includes(" ") || !impactIn(posting, place)) continue;
    weights.set(position, Math.max(weights.get(position) ?? 0, weight));
  }
  const least = [...weights.values()].some((weight) => weight >= FULL) ? FULL : 0;
  const found = new Map();
  for (const position of [...weights.keys()].sort((a, b) => a - b)) {
    const word = text.slice(...plan.spans[position]);
    const key = fold(word, characters);
    if (weights.get(position) >= least && [...word].length > 1 && !found.has(key)) found.set(key, word);
  }
  return [...found.values()];
}
