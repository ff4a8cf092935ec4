// How sure a hit is: the twin of kb/search/ranking/confidence.py, which says why.

import { FULL } from "../../text/browser/tokenizer.js";

/** `rule` is {highest, step, answered, first, firstBy}, from the core shard. */
export function confidenceOf(strength, leads, rule) {
  const fit = Math.min(strength, rule.highest);
  const mixed = Math.floor([fit, ...leads].reduce((sum, value, at) => sum + rule.firstBy[at] * value, 0) / FULL);
  return Math.min(interpolated(rule.answered, fit, rule.step), interpolated(rule.first, mixed, rule.step));
}

function interpolated(table, value, step) {
  const place = Math.floor(value / step);
  if (place + 1 >= table.length) return table[table.length - 1];
  return table[place] + Math.floor(((table[place + 1] - table[place]) * (value % step)) / step);
}
