// The list of words of an index of which all terms are at hand.

import { byCodePoints } from "../../text/browser/letters.js";
import { readToken } from "../../text/browser/tokenizer.js";

const NUMBER = /^[0-9]+$/;
// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]+$/;

/** word → {term, size}: the list of words that `postings` make, as `list_words` (kb/search/shards/write.py) gives it. */
export function listedIn(postings, language) {
  const listed = new Map();
  const sizeOf = (term) => postings.get(term).documents.length;
  for (const term of postings.keys()) {
    if (!term.includes(" ") && term[0] !== "~" && term[0] !== "=") listed.set(term, { term, size: sizeOf(term) });
  }
  for (const term of postings.keys()) {
    const word = term.slice(1);
    if (term[0] !== "=" || !ASCII.test(word) || (language.hasTones && !NUMBER.test(word))) continue;
    const { stem } = readToken(word, 0, word.length, language);
    if (postings.has(stem)) listed.set(word, { term: stem, size: sizeOf(stem) });
  }
  return new Map([...listed].sort(([a], [b]) => byCodePoints(a, b)));
}
