// How sure the desk is of an answer: the twin of kb/desk/certainty.py, which says why. `rule`: the same numbers, which
// come with the desk's data.

import { FULL } from "../../text/browser/tokenizer.js";

/** The score in whole hits of the rarest word, per cent. */
export function amountOf(score, rarest, impacts) {
  return Math.floor((FULL * score) / (rarest * FULL * impacts));
}

/** The probability, per cent, that an answer is right. */
export function confidenceOf({ amount, strength, lead, near, words }, rule) {
  const root = Math.floor(Math.sqrt(FULL * amount));
  const own = rule.amount * root + rule.strength * Math.min(strength, FULL) + rule.near * near + rule.words * words;
  const weighed = own + rule.lead * Math.max(lead, -FULL);
  const above = rule.base + Math.floor(weighed / FULL) - rule.lowest;
  const place = Math.floor(above / rule.step);
  if (place < 0) return rule.chances[0];
  if (place + 1 >= rule.chances.length) return rule.chances.at(-1);
  const rise = rule.chances[place + 1] - rule.chances[place];
  return rule.chances[place] + Math.floor((rise * (above - place * rule.step)) / rule.step);
}

/** `sure`, `likely` or `maybe`. */
export function certaintyOf(confidence, rule) {
  if (confidence >= rule.likely) return confidence >= rule.sure ? "sure" : "likely";
  return "maybe";
}
