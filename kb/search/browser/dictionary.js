// Words that a language has, whether or not a shop has them: the twin of kb/search/ranking/dictionary.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { unpackNumbers } from "./encoding.js";

/** The 32-bit FNV-1a hash of an ASCII word. */
function hashWord(word) {
  let value = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) value = Math.imul(value ^ word.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The forms under which a dictionary may hold `word`: itself, and without an ending. */
function wordForms(word, endings) {
  const without = endings
    .filter(([ending]) => word.endsWith(ending))
    .map(([ending, instead]) => word.slice(0, -ending.length) + instead);
  return [word, ...without].filter((form) => form.length >= SHARED.shortest_repaired);
}

/** Gives the forms of a folded ASCII word that the dictionary of this shard holds; none if it is no word. */
export function openDictionary({ size, endings, gaps }) {
  const hashes = new Set();
  let position = -1;
  for (const gap of unpackNumbers(gaps)) hashes.add((position += gap + 1));
  return (word) => wordForms(word, endings).filter((form) => hashes.has(hashWord(form) % size));
}
