// Words of a query that are the keys of Vietnamese ones: the twin of kb/search/ranking/typed_tokens.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { readToken } from "../../text/browser/tokenizer.js";
import { typedWords } from "../../text/browser/typed_keys.js";

const wordsOf = (token, language) =>
  typedWords(token.folded, language).map((word) => readToken(word, token.start, token.end, language));

/** The terms that tell whether documents have what the keys of `tokens` write. */
export function keyTerms(tokens, language) {
  return tokens.flatMap((token) => wordsOf(token, language)).flatMap(({ stem, toned }) => [stem, "=" + toned]);
}

/** Whether a token may be the keys of a word that documents have, if the language lacks it. */
export function mayBeKeys(token, language, postings) {
  return wordsOf(token, language).some(({ stem }) => postings.has(stem));
}

/** `tokens` with those that are keys replaced by what they write; `isReal` tells a word that is known or the language has. */
export function readKeys(tokens, language, postings, isReal) {
  const hasForm = ({ toned }) => postings.has("=" + toned);
  const found = new Map();
  for (const token of tokens) {
    const words = wordsOf(token, language).filter(({ stem }) => postings.has(stem));
    if (words.length && !isReal(token)) found.set(token, words.find(hasForm) ?? words[0]);
  }
  const isSure = ([{ folded }, made]) => {
    const more = folded.length - made.folded.length;
    if (more === 1 && !/[0-9]$/.test(made.toned) && !/[0-9w]/.test(folded)) return false; // One letter twice.
    return more > 1 || (folded.length >= SHARED.shortest_keys && hasForm(made));
  };
  const plain = (made) => readToken(made.folded, made.start, made.end, language);
  if ([...found].some(isSure)) {
    return tokens.map((token) => {
      const made = found.get(token);
      return !made || hasForm(made) ? (made ?? token) : plain(made);
    });
  }
  return tokens.map((token) => (found.has(token) && token.folded.startsWith("dd") ? plain(found.get(token)) : token));
}
