// How sure a hit is: the twin of kb/search/ranking/confidence.py.

import { FULL } from "../../text/browser/tokenizer.js";

/** `rule` is {share, highest, step, table}, from the core shard. */
export function confidenceOf(covered, strength, { share, highest, step, table }) {
  const mixed = share * covered + (FULL - share) * Math.min(strength, highest);
  const raw = Math.min(step * (table.length - 1), Math.floor(mixed / FULL));
  const place = Math.floor(raw / step);
  if (place + 1 >= table.length) return table[table.length - 1];
  return table[place] + Math.floor(((table[place + 1] - table[place]) * (raw % step)) / step);
}
