// A query prepared for one index, with the shards that it needs: the twin of plan_query in kb/search/ranking/scoring.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { byCodePoints, cut } from "../../text/browser/letters.js";
import { restoreTones } from "../../text/browser/missing_tones.js";
import { FULL, LONGEST_TEXT, isCode, read, readToken } from "../../text/browser/tokenizer.js";
import { MOST_SPLIT, commonestSplit, joined, joinWords, mayJoin, pairsOf, splitsOf } from "./compounds.js";
import { complete, mayRepair, repair } from "./spelling.js";
import { queryTerms, withoutRepeats } from "./terms.js";
import { keyTerms, mayBeKeys, readKeys } from "./typed_tokens.js";

/** The words of a query as they are typed, and the last of them if it may go on, else null. */
export function readQuery(query, isTyping, language) {
  const written = withoutRepeats(read(cut(query, LONGEST_TEXT), language)).slice(0, SHARED.longest_query);
  const isOpen = written.length > 0 && written[written.length - 1].end === query.length;
  return { written, last: isTyping && isOpen ? written[written.length - 1] : null };
}

/** Read a query, fetch what it needs, and give {terms: [[term, posting]…], potentials, spans, tokens, readings}. */
export async function planQuery(index, query, isTyping) {
  const { language } = index;
  let { written, last } = readQuery(query, isTyping, language);
  const first = written.map((token) => token.stem);
  for (const token of restoreTones(written, language)) {
    for (const [words] of language.alternatives.get(token.toned) ?? []) first.push(...words.map((word) => readToken(word, 0, 0, language).stem));
  }
  // Where known words may be joined too, all are asked for at once.
  if (!language.hasTones) first.push(...joinTerms(index, written, () => false));
  await index.loadTerms([...first, ...keyTerms(written, language)]);
  if (last && !index.isFinished(last)) await index.loadWords(last.folded);
  written = restoreTones(await readTyped(index, written, last), language);
  last = last && written[written.length - 1];
  const [tokens, beside] = await readCompounds(index, written, last);
  const isOdd = (token) => token.weight >= FULL && !index.isKnown(token) && !(token === last && complete(token.folded, index).length);
  if (tokens.some((token) => isOdd(token) && repair(token.folded, index).length)) await index.loadDictionaries();
  const readings = new Map();
  for (const token of tokens) readings.set(token, readingsOf(index, token, token === last, beside.get(token)));
  // A repaired word's postings are not here yet, but the list of words then is.
  const isIndexed = (stem) => index.postings.has(stem) || index.listedTerms.has(stem);
  await index.loadTerms(termsOf(index, tokens, readings, isIndexed).map(({ term }) => term));
  return planOf(index, tokens, readings, isIndexed);
}

/** A plan of the terms whose postings are at hand; `readings` maps each of `tokens` to [[token, per cent]…], likeliest first. */
export function planOf(index, tokens, readings, isIndexed = (stem) => index.postings.has(stem)) {
  const terms = termsOf(index, tokens, readings, isIndexed);
  const known = terms.filter(({ term }) => index.postings.has(term)).map((term) => [term, index.postings.get(term.term)]);
  known.sort(([a, p], [b, q]) => b.weight * q.idf - a.weight * p.idf || byCodePoints(a.term, b.term));
  const spans = tokens.map(({ start, end }) => [start, end]);
  return { terms: known, potentials: potentialsOf(index, tokens, readings, known), spans, tokens, readings };
}

function termsOf({ language, core }, tokens, readings, isIndexed) {
  return queryTerms(tokens, (token) => readings.get(token), isIndexed, language, core.settings.query);
}

/** `written` with the words that are keys of others replaced by these. */
async function readTyped(index, written, last) {
  const { language, postings } = index;
  const isRead = (token) => index.isKnown(token) || (token === last && complete(token.folded, index).length > 0);
  const odd = written.filter((token) => !isRead(token) && mayBeKeys(token, language, postings));
  if (!odd.length) return written;
  if (odd.some(({ folded }) => /^[a-z]+$/.test(folded))) await index.loadDictionaries();
  const isReal = (token) => isRead(token) || (/^[a-z]+$/.test(token.folded) && index.dictionaries.some((formsOf) => formsOf(token.folded).length));
  return readKeys(written, language, postings, isReal);
}

/** What must be known to tell which neighbours documents write together. */
function joinTerms({ language }, written, isKnown) {
  const sideBySide = written.slice(1).map((right, i) => [written[i], right]);
  const worth = sideBySide.filter(([left, right]) => mayJoin(left, right, language, isKnown));
  return worth.flatMap(([left, right]) => [joined(left, right, language).stem, `${left.stem} ${right.stem}`]);
}

/**
 * The twin of _read_compounds: [words as documents write them, word → another reading]; `last` is being typed.
 * @returns {Promise<[any[], Map<any, any>]>}
 */
async function readCompounds(index, written, last) {
  const { language } = index;
  const isRead = (token) => index.isKnown(token) || (token === last && complete(token.folded, index).length > 0);
  await index.loadTerms(joinTerms(index, written, isRead));
  const [words, beside] = joinWords(written, language, index.postings, isRead);
  const unread = words.filter((token) => token.weight >= FULL && !isRead(token));
  if (unread.some((token) => mayRepair(token.folded, language))) await index.loadWords();
  const isIndexed = (stem) => index.postings.has(stem) || index.listedTerms.has(stem);
  const splits = new Map();
  for (const token of unread.slice(0, MOST_SPLIT)) {
    splits.set(token, splitsOf(token, language, isCode(token.folded) ? () => true : isIndexed));
  }
  await index.loadTerms([...splits.values()].flat().flatMap(pairsOf));
  for (const [token, ways] of splits) splits.set(token, commonestSplit(ways, index.postings));
  if (unread.some((token) => splits.get(token) && repair(token.folded, index).length)) await index.loadDictionaries();
  const isLikely = (token, [, found]) => found >= (repair(token.folded, index)[0]?.[2] ?? 0);
  const splitOf = (token) => splits.get(token) && isLikely(token, splits.get(token)) && splits.get(token)[0];
  const found = words.flatMap((token) => splitOf(token) || [token]);
  return [found.filter((token) => !isCode(token.folded) || isRead(token)), beside];
}

/** [[token, per cent], …]: how a word of a query may be read, likeliest first. */
function readingsOf(index, token, isLast, both) {
  const { prefix } = index.core.settings;
  const isKnown = index.isKnown(token);
  const readAs = (word) => readToken(word, token.start, token.end, index.language);
  if (isLast && !index.isFinished(token)) {
    const more = complete(token.folded, index).map((word) => [{ ...readAs(word), stem: word }, prefix]);
    if (more.length) return isKnown ? [[token, FULL], ...more] : more;
  }
  if (isKnown || token.weight < FULL) return both ? [[token, FULL], [both, FULL]] : [[token, FULL]];
  const repaired = repair(token.folded, index).map(([word, likely]) => [readAs(word), likely]);
  return repaired.length ? repaired : [[token, FULL]];
}

function potentialsOf({ core }, tokens, readings, known) {
  const said = new Set();
  const isRepeated = ({ toned }) => said.size === said.add(toned).size;
  const potentials = tokens.map((token) => (isRepeated(token) ? 0 : readings.get(token)[0][0].weight * core.unknown));
  const seen = new Set();
  for (const [{ term, weight, place }, { idf }] of known) {
    if (term.includes(" ") || term[0] === "=" || term[0] === "~") continue;
    potentials[place] = seen.has(place) ? Math.max(potentials[place], weight * idf) : weight * idf;
    seen.add(place);
  }
  return potentials;
}
