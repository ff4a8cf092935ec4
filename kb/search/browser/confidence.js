// How sure a hit is: the twin of kb/search/ranking/confidence.py, which says why.

import { FULL } from "../../text/browser/tokenizer.js";

/** `rule` is {highest, step, answered, answeredBy, first, firstBy}, from the core shard. */
export function confidenceOf(strength, leads, rule) {
  const evidence = [Math.min(strength, rule.highest), ...leads];
  return Math.min(read(rule.answered, rule.answeredBy, evidence, rule.step), read(rule.first, rule.firstBy, evidence, rule.step));
}

function read(table, shares, evidence, step) {
  const mixed = Math.floor(shares.reduce((sum, share, at) => sum + share * evidence[at], 0) / FULL);
  const place = Math.floor(mixed / step);
  if (place + 1 >= table.length) return table[table.length - 1];
  return table[place] + Math.floor(((table[place + 1] - table[place]) * (mixed % step)) / step);
}
