// What a query looks up: the twin of kb/search/indexing/terms.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { fold } from "../../text/browser/folding.js";
import { FULL, findConcepts, readToken } from "../../text/browser/tokenizer.js";

/** The words that a shortened one stands for, if it surely does; else null. */
export function expandToken(token, language) {
  const options = language.alternatives.get(token.toned);
  if (!options || options[0][1] < SHARED.least_main_weight) return null;
  return options[0][0].map((word) => readToken(word, token.start, token.end, language));
}

function ownWeight(token, language) {
  const options = language.alternatives.get(token.toned);
  if (!options) return token.weight;
  return Math.max(...options[0][0].map((word) => readToken(word, 0, 0, language).weight));
}

function share(weight, percent) {
  return Math.floor((weight * percent) / FULL);
}

/**
 * `readingsOf(token)` gives [[token, per cent], …], likeliest first. Returns a Map of
 * term → {term, weight, place} in order of appearance.
 */
export function queryTerms(tokens, readingsOf, isIndexed, language, weights) {
  const found = new Map();
  const slots = [];
  const add = (term, weight, place) => {
    if (weight > 0 && !(found.get(term)?.weight >= weight)) found.set(term, { term, weight, place });
  };
  tokens.forEach((token, place) => {
    const readings = readingsOf(token);
    for (const [reading, likely] of readings) {
      const own = share(ownWeight(reading, language), likely);
      add(reading.stem, own, place);
      if (reading.toned !== reading.stem) add("=" + reading.toned, share(own, weights.exact), place);
      for (const [words, chance] of language.alternatives.get(reading.toned) ?? []) {
        const each = words.length > 1 ? share(chance, weights.meaning) : chance;
        for (const word of words) {
          const option = readToken(word, token.start, token.end, language);
          add(option.stem, share(share(option.weight, each), likely), place);
        }
      }
    }
    const main = expandToken(readings[0][0], language);
    if (main === null) slots.push([place, readings]);
    else for (const part of main) slots.push([place, [[part, readings[0][1]]]]);
  });
  const mains = slots.map(([, readings]) => readings[0][0]);
  for (const [name, first, length] of findConcepts(mains, language)) {
    const likely = slots[first][1][0][1];
    const known = mains.slice(first, first + length).map((token) => isIndexed(token.stem));
    const weight = known.every(Boolean) ? weights.known_concept : weights.concept;
    add("~" + name, share(weight, likely), slots[first][0]);
    if (!known.some(Boolean)) {
      for (const word of name.split(" ")) {
        add(readToken(word, 0, 0, language).stem, share(SHARED.named_weight, likely), slots[first][0]);
      }
    }
  }
  for (let i = 0; i + 1 < slots.length; i++) {
    for (const [a, likelyA] of slots[i][1]) {
      for (const [b, likelyB] of slots[i + 1][1]) {
        const weight = share(Math.max(a.weight, b.weight), weights.pair);
        add(`${a.stem} ${b.stem}`, share(weight, Math.min(likelyA, likelyB)), slots[i][0]);
      }
    }
  }
  return [...found.values()];
}

/** `tokens` with a word that stands three times or more in a row once: its last time. */
export function withoutRepeats(tokens) {
  const isSame = (a, b) => a >= 0 && b < tokens.length && tokens[a].toned === tokens[b].toned;
  const found = [];
  for (let first = 0, end = 0; first < tokens.length; first = end) {
    while (end === first || isSame(first, end)) end++;
    found.push(...tokens.slice(end - first < SHARED.longest_repeat ? first : end - 1, end));
  }
  return found;
}

/** The word below which a term stands in the shards. */
export function homeOf(term, language) {
  if (term[0] !== "=") return term;
  const word = term.slice(1);
  const folded = fold(language.hasTones ? word.replace(/[1-5]+$/, "") : word, language.characters);
  return language.hasTones ? folded : language.stem(folded);
}
