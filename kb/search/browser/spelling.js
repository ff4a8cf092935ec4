// Words one typing error away: the twin of kb/search/ranking/spelling.py.

import SHARED from "../shared/ranking.json" with { type: "json" };

/** Letters from which on a word may be a typing error. */
export const SHORTEST_REPAIRED = SHARED.shortest_repaired;

/** Whether an unknown word may be a typing error. */
export function mayRepair(word, language) {
  return word.length >= SHORTEST_REPAIRED && /^[a-z]+$/.test(word) && !language.isWellFormed(word);
}

/** Every string one typing error from `word` → the error's kind, the likeliest 0. */
export function neighbours(word) {
  const found = new Map();
  const add = (candidate, kind) => {
    if (candidate !== word && (found.get(candidate) ?? 9) > kind) found.set(candidate, kind);
  };
  for (let i = 0; i + 1 < word.length; i++) add(word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2), 0);
  for (let i = 0; i < word.length; i++) {
    const rest = word.slice(i + 1);
    add(word.slice(0, i) + rest, rest[0] === word[i] ? 0 : 2);
    for (const letter of SHARED.alphabet) {
      add(word.slice(0, i) + letter + word.slice(i), 1);
      add(word.slice(0, i) + letter + rest, 2);
    }
  }
  for (const letter of SHARED.alphabet) add(word + letter, 1);
  return found;
}
