// The first list of results: what the words of a query that tell most find, while the shards of the others are on their way.
//
// A long query needs a shard for each of its words, more for what these stand for and for pairs of common words. Two words tell
// nearly as much: of the questions of `bench.search_bytes` nine in ten have the same article first.

import { byCodePoints } from "../../text/browser/letters.js";
import { restoreTones } from "../../text/browser/missing_tones.js";
import { FULL, readToken } from "../../text/browser/tokenizer.js";
import { pairsOf } from "./compounds.js";
import { planOf, readQuery } from "./planning.js";
import { expandToken } from "./terms.js";

/** Shards of terms that a first list takes. */
const SHARDS = 2;

/** A plan as `planQuery` gives it, of the words of `query` that tell most: what is at hand once these are. */
export async function planFirst(index, query) {
  const { language } = index;
  const { written, last } = readQuery(query, true, language);
  const tokens = restoreTones(written, language);
  const places = mostTelling(index, tokens).slice(0, SHARDS);
  await index.loadPlaces(places);
  const open = last && tokens[tokens.length - 1];
  const isOpen = open && !index.isFinished(open);
  if (isOpen && !completions(index, open).length) await index.loadPlaces(nextOf(index, open, places));
  const readings = new Map(tokens.map((token) => [token, [[token, FULL]]]));
  if (isOpen) readings.set(open, readingsOf(index, open));
  return planOf(index, tokens, readings);
}

/** The places of the shards of a query's words, those of rare words first, then those of its pairs. */
function mostTelling(index, tokens) {
  const words = tokens.flatMap((token) => expandToken(token, index.language) ?? [token]);
  const rows = words.map(({ stem, weight }) => ({ place: index.placeOf(stem), weight, length: stem.length, spread: spreadOf(index, stem) }));
  rows.sort((a, b) => b.weight - a.weight || a.spread - b.spread || b.length - a.length);
  const places = [...rows.map(({ place }) => place), ...pairsOf(words).map((pair) => index.placeOf(pair))];
  return [...new Set(places)].filter((place) => place >= 0);
}

/** How many shards the pairs of a word go on for: the more, the commoner is the word. */
function spreadOf(index, word) {
  return index.placeOf(`${word}!`) - index.placeOf(word);
}

/** What may be read, for the first list, for a word that is being typed. */
function readingsOf(index, token) {
  const more = completions(index, token).map((word) => [{ ...readToken(word, token.start, token.end, index.language), stem: word }, index.core.settings.prefix]);
  return more.length && !index.isKnown(token) ? more : [[token, FULL], ...more];
}

/** The commonest words at hand that go on as `token` does. */
function completions({ postings, core }, { folded }) {
  const found = [...postings.keys()].filter((term) => term.startsWith(folded) && term !== folded && !term.includes(" "));
  const sizeOf = (term) => postings.get(term).documents.length;
  return found.sort((a, b) => sizeOf(b) - sizeOf(a) || byCodePoints(a, b)).slice(0, core.settings.prefixes);
}

/** The place of the shard after the one of `token`, if words that go on as it does begin there and there is one shard left to take. */
function nextOf(index, { folded }, taken) {
  const next = index.placeOf(folded) + 1;
  return taken.length < SHARDS && index.firstHomes[next]?.startsWith(folded) ? [next] : [];
}
