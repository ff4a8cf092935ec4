// Which documents answer a planned query, in which order, and how sure that is: the twin of
// kb/search/ranking/scoring.py. Specification: the manual's page "How search ranks".

import SHARED from "../shared/ranking.json" with { type: "json" };
import { FULL } from "../../text/browser/tokenizer.js";
import { missingWords } from "./close_words.js";
import { confidenceOf } from "./confidence.js";
import { bisect } from "./encoding.js";
import { planFirst } from "./first_words.js";
import { askedFor, marks } from "./highlights.js";
import { planQuery } from "./planning.js";
import { choosePassage, matchedWords } from "./snippets.js";

const TO_COMPARE = Math.max(...SHARED.leads) + 1;

/** The best `limit` documents: {place, id, title, url, kind, isFallback, language, score, confidence, wanted, asked}. */
export async function search(index, query, options = {}) {
  return (await find(index, query, options)).hits;
}

/** @typedef {{limit?: number, isTyping?: boolean, least?: number}} Options */

/**
 * {hits, total, missing}: as `search` gives them, of those whose score is at least `least` per cent of the best one's; `total` is how
 * many these are, undefined where they were not counted; `missing` are words of the query that no document has.
 * @param {Options} [options]
 */
export async function find(index, query, options = {}) {
  return findPlanned(index, query, await planQuery(index, query, options.isTyping ?? false), options);
}

/**
 * As `find`, by the words of a query that is being typed which tell most: a first list, of two shards of terms at most.
 * @param {Options} [options]
 */
export async function findFirst(index, query, options = {}) {
  return findPlanned(index, query, await planFirst(index, query), { ...options, isTyping: true });
}

/** @param {Options} options */
async function findPlanned(index, query, plan, options) {
  const { limit = 8, isTyping = false, least = 0 } = options;
  const wanted = new Map(plan.terms.map(([{ term, weight }, { idf }]) => [term, weight * idf]));
  const asked = askedFor(query, plan, index.language);
  const ranked = scoreDocuments(index, plan, Math.max(TO_COMPARE, limit, least && SHARED.candidates));
  const near = ranked.filter(([score]) => score * FULL >= ranked[0][0] * least);
  const hits = await Promise.all(
    near.slice(0, limit).map(async ([score, place], rank) => ({
      ...(await index.title(place)),
      place,
      score,
      confidence: judge(index, plan, ranked, rank),
      wanted,
      asked,
    })),
  );
  return { hits, total: least && near.length < SHARED.candidates ? near.length : undefined, missing: missingWords(index, query, plan, isTyping) };
}

/** What to show of a hit: {answer, anchor, heading, passage, marks, titleMarks, matched}. */
export async function details(index, hit) {
  const text = await index.textOf(hit.place);
  const chosen = choosePassage(text, hit.wanted, index.language);
  const marked = (shown) => marks(shown, hit.asked, index.language);
  return {
    ...chosen,
    answer: text.answer,
    answerMarks: marked(text.answer),
    titleMarks: marked(hit.title),
    marks: marked(chosen.passage),
    matched: matchedWords(hit.title, text, hit.wanted, index.language),
  };
}

/** What a list shows of a hit: of an answer that is at hand {answer, answerMarks, titleMarks}, else what `details` gives. */
export async function shownOf(index, hit) {
  const answer = index.answers?.[hit.place];
  if (!answer) return details(index, hit);
  const marked = (shown) => marks(shown, hit.asked, index.language);
  return { answer, answerMarks: marked(answer), titleMarks: marked(hit.title) };
}

/** The best `limit` as [score, document], best first; ties by place, which is by id. */
export function scoreDocuments(index, plan, limit) {
  const scores = new Float64Array(index.core.count);
  let walked = 0;
  let rest = plan.terms.length;
  for (let at = 0; at < plan.terms.length; at++) {
    const [{ weight }, { idf, documents, impacts }] = plan.terms[at];
    if (walked && walked + documents.length > index.core.settings.common) {
      rest = at;
      break;
    }
    walked += documents.length;
    const factor = weight * idf;
    for (let i = 0; i < documents.length; i++) scores[documents[i]] += factor * impacts[i];
  }
  if (rest === plan.terms.length) return best(scores, limit);
  const ranked = best(scores, SHARED.candidates);
  for (let at = rest; at < plan.terms.length; at++) {
    const [{ weight }, posting] = plan.terms[at];
    const factor = weight * posting.idf;
    const row = posting.documents.length >= SHARED.common ? rowOf(posting, index.core.count) : null;
    for (const pair of ranked) pair[0] += factor * (row ? row[pair[1]] : impactIn(posting, pair[1]));
  }
  return ranked.sort(byScore).slice(0, limit);
}

/** The order of [score, document]: best first; ties by place, which is by id. */
function byScore(a, b) {
  return b[0] - a[0] || a[1] - b[1];
}

/**
 * The best `limit` of all documents' scores as [score, document]. Finds the lowest number that counts first, which is
 * far cheaper than sorting pairs.
 */
function best(scores, limit) {
  if (limit <= 0) return [];
  const top = [];
  let least = 0;
  for (const score of scores) {
    if (score <= least) continue;
    top.splice(bisect(top.length, (i) => top[i] < score), 0, score);
    if (top.length > limit) top.shift();
    if (top.length === limit) least = top[0];
  }
  const ranked = [];
  scores.forEach((score, document) => score && score >= least && ranked.push([score, document]));
  return ranked.sort(byScore).slice(0, limit);
}

/** A common term's impact in every document, kept: looking up is then a step, not a search. */
function rowOf(posting, count) {
  if (!posting.row) {
    posting.row = new Uint8Array(count);
    posting.documents.forEach((document, i) => (posting.row[document] = posting.impacts[i]));
  }
  return posting.row;
}

/** How strongly a term stands in a document; 0 where it does not. */
export function impactIn({ documents, impacts }, document) {
  const place = bisect(documents.length, (i) => documents[i] < document);
  return place < documents.length && documents[place] === document ? impacts[place] : 0;
}

/** Confidence, 0 to 100, that the one at `rank` of the `ranked` (at least `TO_COMPARE` of what was found) answers. */
function judge({ core }, plan, ranked, rank) {
  const [score] = ranked[rank];
  const others = ranked.slice(0, TO_COMPARE).filter((_, at) => at !== rank);
  const total = plan.potentials.reduce((sum, value) => sum + value, 0);
  const strength = total ? Math.floor((FULL * score) / (total * core.settings.impacts)) : 0;
  const leads = SHARED.leads.map((at) => (score ? Math.max(0, Math.floor((FULL * (score - (others[at - 1]?.[0] ?? 0))) / score)) : 0));
  return confidenceOf(strength, leads, core.settings.confidence);
}
