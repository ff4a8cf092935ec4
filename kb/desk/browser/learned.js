// What colleagues chose for messages with a word, and how far that lifts a document: the twin of kb/desk/learned.py, which
// says why and within which bounds.

import SHARED from "../shared/learned.json" with { type: "json" };
import { byCodePoints } from "../../text/browser/letters.js";
import { FULL } from "../../text/browser/tokenizer.js";
import { isCompared } from "./nearest.js";

/** Map of document → how far it is to be lifted for a message, per cent. `terms` are those of a plan: [{term, weight}, posting]. */
export function chosenShares(choices, table, terms) {
  let [mass, expected] = [0, 0];
  const sums = new Map();
  const ofAll = Object.hasOwn(choices, SHARED.all_words) ? choices[SHARED.all_words] : {};
  const together = Object.values(ofAll).reduce((sum, count) => sum + count, SHARED.prior_of_all);
  for (const [{ term, weight }] of terms) {
    if (!isCompared(term)) continue;
    const place = table.places.get(term);
    const said = Math.floor((weight * (place === undefined ? table.unlisted : table.rarities[place])) / FULL);
    mass += said;
    if (!Object.hasOwn(choices, term)) continue;
    const chosen = Object.entries(choices[term]);
    const every = chosen.reduce((sum, [, count]) => sum + count, SHARED.prior);
    expected += Math.floor((FULL * said * (every - SHARED.prior)) / every);
    for (const [id, count] of chosen) sums.set(id, (sums.get(id) ?? 0) + Math.floor((FULL * said * count) / every));
  }
  const found = new Map();
  for (const [id, share] of sums) {
    const own = Object.hasOwn(ofAll, id) ? ofAll[id] : 0;
    const more = share - Math.floor((expected * own) / together);
    const lift = more > 0 ? Math.floor((FULL * more) / (mass * SHARED.enough)) : 0;
    if (lift) found.set(id, Math.min(lift, FULL));
  }
  return found;
}

/** titledOf(id) → Set of the telling terms of a message that stand in the title of a document; null where its title is not in `table`. */
export function tellingInTitles(table, terms) {
  const telling = new Set();
  for (const [{ term, weight }] of terms) {
    const place = weight >= SHARED.telling && isCompared(term) ? table.places.get(term) : undefined;
    if (place !== undefined) telling.add(place);
  }
  return (id) => (table.titles.has(id) ? new Set(table.titles.get(id).filter((place) => telling.has(place))) : null);
}

/** The words of a message from which the desk may learn, in the order of their letters. */
export function learnableWords(terms) {
  const found = [];
  let left = SHARED.most_letters + 1;
  for (const [{ term, weight }] of terms) {
    const length = Array.from(term).length;
    if (weight < SHARED.telling || !isCompared(term) || /\p{Nd}/u.test(term) || found.includes(term) || length >= left) continue;
    found.push(term);
    left -= length + 1;
  }
  return found.sort(byCodePoints);
}
