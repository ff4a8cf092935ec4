// The agents' own pages among what the search box finds. They are no texts of the shop, so no index holds them: what a
// page is called, and what else agents call it, stands on the links of the menu (`data-kb-find`).

import { all } from "./elements.js";
import { fold } from "./folding.js";

const MOST = 3;
const NO_WORD = /[^\p{Letter}\p{Mark}\p{Number}]+/u;
/** Thai, Japanese and Chinese put no spaces between words: there a word may stand anywhere. */
const UNSPACED = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/;

const wordsOf = (text) => fold(text).split(NO_WORD).filter(Boolean);

/** Links of the agents' menu → what each is found by, a list of words for its name and for each other wording. */
function named(links) {
  return links.map((link) => ({ link, phrases: [link.textContent, ...link.dataset.kbFind.split("|")].map(wordsOf) }));
}

function answers(phrase, asked) {
  return asked.every((word) => phrase.some((one) => one.startsWith(word) || (UNSPACED.test(word) && one.includes(word))));
}

/**
 * The agents' own pages that `query` names: every word of it begins a word of one name, [{title, href}].
 * @param {string} query
 */
export function toolsFor(query) {
  const asked = wordsOf(query);
  if (!asked.length || (asked.length === 1 && asked[0].length < 2)) return [];
  return named(all(".kb-agentbar [data-kb-find]"))
    .filter(({ phrases }) => phrases.some((phrase) => answers(phrase, asked)))
    .slice(0, MOST)
    .map(({ link }) => ({ title: link.textContent, href: link.href }));
}
