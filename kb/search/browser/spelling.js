// Words that are mistyped, or not yet typed to the end: the twin of kb/search/ranking/spelling.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { byCodePoints } from "../../text/browser/letters.js";
import { FULL, readToken } from "../../text/browser/tokenizer.js";
import { bisect } from "./encoding.js";

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

/** [word, per cent, documents that have it]: what an unknown word may have been meant as, likeliest first. */
export function repair(word, index) {
  if (!mayRepair(word, index.language)) return [];
  const forms = index.dictionaries.flatMap((formsOf) => formsOf(word));
  const isCommon = (made, size) => size * SHARED.common_share >= index.core.count && readToken(made, 0, 0, index.language).weight >= FULL;
  const known = [];
  for (const [candidate, kind] of neighbours(word)) {
    const found = index.listed.get(candidate);
    const listed = index.language.lexicon.get(candidate);
    const size = found ? found.size : (index.listed.get(listed)?.size ?? 0);
    if (!found && listed === undefined) continue;
    if (forms.length && !forms.includes(candidate) && (kind || !isCommon(candidate, size))) continue;
    known.push([kind + (candidate[0] === word[0] ? 0 : 1), -size, candidate]);
  }
  known.sort((a, b) => a[0] - b[0] || a[1] - b[1] || byCodePoints(a[2], b[2]));
  return index.core.settings.repair
    .slice(0, known.length)
    .map((likely, i) => [known[i][2], likely, -known[i][1]]);
}

/** The commonest terms of words that begin with `beginning`. */
export function complete(beginning, index) {
  const found = new Map();
  for (const words of index.lists) {
    if (!words || byCodePoints(words[words.length - 1], beginning) < 0) continue;
    for (let i = bisect(words.length, (at) => byCodePoints(words[at], beginning) < 0); i < words.length; i++) {
      if (!words[i].startsWith(beginning)) return commonest(found, index);
      const { term, size } = index.listed.get(words[i]);
      if (words[i] !== beginning) found.set(term, size);
    }
  }
  return commonest(found, index);
}

function commonest(found, index) {
  const ordered = [...found].sort((a, b) => b[1] - a[1] || byCodePoints(a[0], b[0]));
  return ordered.slice(0, index.core.settings.prefixes).map(([term]) => term);
}
