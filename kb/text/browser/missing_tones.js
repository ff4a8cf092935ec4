// Words typed without their tones: the twin of kb/text/missing_tones.py.

import { weigh } from "./tokenizer.js";

/** The words of a query, where some make a phrase of the lists without its tones, as that phrase is written. */
export function restoreTones(tokens, language) {
  const found = [];
  for (let at = 0; at < tokens.length; ) {
    let length = language.phraseStarts.has(tokens[at].folded) ? Math.min(language.longestToned, tokens.length - at) : 1;
    let toned = [];
    for (; length > 1; length--) {
      toned = tonedPhrase(tokens.slice(at, at + length), language);
      if (toned.length) break;
    }
    found.push(...(length > 1 ? toned : [tokens[at]]));
    at += length;
  }
  return found;
}

function tonedPhrase(tokens, language) {
  const forms = language.phrases.get(tokens.map(({ folded }) => folded).join(" "));
  if (!forms || tokens.some(({ toned, folded }, i) => toned !== folded && toned !== forms[i])) return [];
  return tokens.map((token, i) => ({ ...token, toned: forms[i], weight: weigh(token.folded, forms[i], token.stem, language) }));
}
