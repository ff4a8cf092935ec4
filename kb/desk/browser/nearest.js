// How like a message is the question, of all that a document lists, that is most like it: the twin of
// kb/desk/nearest.py, which says why and makes the table.

import { unpackNumbers, unpackWords } from "../../search/browser/encoding.js";
import { FULL } from "../../text/browser/tokenizer.js";

/** A table of one language's questions, as table_as_json gives it, ready for looking questions up. */
export function openQuestions(packed) {
  const terms = unpackWords(packed.terms);
  const [weights, rarities, counts, lengths, steps] = ["weights", "rarities", "counts", "lengths", "steps"].map((name) => unpackNumbers(packed[name]));
  const { unlisted } = packed;
  const places = new Map(terms.map((term, place) => [term, place]));
  const having = terms.map(() => []);
  const ids = [];
  const masses = [];
  const titles = new Map();
  let at = 0;
  packed.ids.forEach((id, number) => {
    for (let i = 0; i < counts[number]; i += 1) {
      let [place, mass] = [-1, 0];
      const own = [];
      for (const end = at + lengths[ids.length]; at < end; at += 1) {
        place += steps[at] + 1;
        having[place].push(ids.length);
        mass += weights[place];
        own.push(place);
      }
      if (!titles.has(id)) titles.set(id, own);
      ids.push(id);
      masses.push(mass);
    }
  });
  return { places, weights, rarities, unlisted, having, ids, masses, titles };
}

/** A word or a concept, no exact form and no pair. */
export const isCompared = (term) => term[0] === "~" || (term[0] !== "=" && !term.includes(" "));

/** Map of document → how like the terms of a plan its nearest question is, per cent. */
export function nearest(table, terms) {
  const shared = new Map();
  let mass = 0;
  for (const [{ term, weight }] of terms) {
    if (!isCompared(term)) continue;
    const place = table.places.get(term);
    const said = Math.floor((weight * (place === undefined ? table.unlisted : table.rarities[place])) / FULL);
    mass += said;
    if (place === undefined) continue;
    const common = Math.min(said, table.weights[place]);
    for (const number of table.having[place]) shared.set(number, (shared.get(number) ?? 0) + common);
  }
  const best = new Map();
  for (const [number, common] of shared) {
    const either = mass + table.masses[number] - common;
    const id = table.ids[number];
    best.set(id, Math.max(best.get(id) ?? 0, either ? Math.floor((FULL * common) / either) : 0));
  }
  return best;
}
