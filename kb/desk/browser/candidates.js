// The documents that may answer a text, before anything is judged: the twin of kb/desk/candidates.py.

import SHARED from "../shared/suggest.json" with { type: "json" };
import { planQuery } from "../../search/browser/planning.js";
import { impactIn, scoreDocuments } from "../../search/browser/scoring.js";
import { fold } from "../../text/browser/folding.js";
import { byCodePoints } from "../../text/browser/letters.js";
import { FULL } from "../../text/browser/tokenizer.js";
import { chosenShares, tellingInTitles } from "./learned.js";
import { isCompared, nearest } from "./nearest.js";
import { askingWords } from "./wording.js";

const ANSWERING = new Set(SHARED.answering);
const UNKNOWN = { topic: "", stage: "", channels: [], article: "", moods: [] };

/**
 * {text, plan, found}: who may answer `text`; each candidate is {place, id, isScript, score, strength, near, words, chosen, titled}.
 * `table`: what openQuestions gives of the index's language; `choices`: word → document → how often colleagues chose it.
 */
export async function ask(index, table, text, documents, { channel, stage, choices = {} }) {
  const plan = await planQuery(index, askingWords(text), false);
  const most = plan.potentials.reduce((sum, value) => sum + value, 0) * index.core.settings.impacts;
  const words = new Set(fold(text, index.language.characters).split(/\s+/));
  const near = nearest(table, plan.terms);
  const chosen = chosenShares(choices, table, plan.terms);
  const titledOf = Object.keys(choices).length ? tellingInTitles(table, plan.terms) : () => null;
  const found = [];
  for (const [score, place] of scoreDocuments(index, plan, SHARED.looked_at)) {
    const title = await titleAt(index, place);
    const document = ofDocument(documents, title.id);
    if (!mayAnswer(title, document, channel)) continue;
    const isScript = title.kind === "script";
    const lift = stage && document.stage === stage ? SHARED.same_stage : FULL;
    const isElsewhere = !channel && isScript && document.channels.length === 1 && !words.has(document.channels[0]);
    const weighed = Math.floor((Math.floor((score * lift) / FULL) * (isElsewhere ? SHARED.other_channel : FULL)) / FULL);
    const strength = most ? Math.floor((FULL * score) / most) : 0;
    found.push({ place, id: title.id, isScript, score: weighed, strength, near: near.get(title.id) ?? 0, words: wordsIn(plan, place), chosen: chosen.get(title.id) ?? 0, titled: titledOf(title.id) });
  }
  return { text, plan, found: ordered(found) };
}

/** Telling words of the text that a document has, of the most that count, per cent. */
function wordsIn(plan, place) {
  const telling = plan.terms.filter(([{ term, weight }, posting]) => weight >= SHARED.telling && isCompared(term) && impactIn(posting, place));
  const found = new Set(telling.map(([{ place: position }]) => position)).size;
  return Math.floor((FULL * Math.min(found, SHARED.most_words)) / SHARED.most_words);
}

/** What is known of a document beside what the shards hold. */
export const ofDocument = (documents, id) => (Object.hasOwn(documents, id) ? documents[id] : UNKNOWN);

/** Neither the team's own page, nor a folder's page, nor what may not be sent there. */
export function mayAnswer({ kind, id }, { channels }, channel) {
  if (!ANSWERING.has(kind) || id.split("/").at(-1) === "index") return false;
  return !(channel && channels.length && !channels.includes(channel));
}

export const ordered = (found) => [...found].sort((a, b) => b.score - a.score || byCodePoints(a.id, b.id));

/** What both of a customer's turns found, the latest weighing most. */
export function weighTurns(latest, earlier) {
  const joined = new Map(latest.found.map((one) => [one.id, one]));
  for (const before of earlier.found) {
    const held = joined.get(before.id) ?? { ...before, score: 0 };
    joined.set(before.id, {
      ...held,
      score: held.score + Math.floor(before.score / SHARED.latest_weight),
      strength: Math.max(held.strength, before.strength),
      near: Math.max(held.near, Math.floor(before.near / SHARED.latest_weight)),
      words: Math.max(held.words, before.words),
      chosen: Math.max(held.chosen, Math.floor(before.chosen / SHARED.latest_weight)),
      titled: held.titled && before.titled && new Set([...held.titled, ...before.titled]),
    });
  }
  return { ...latest, found: ordered([...joined.values()]) };
}

/** A message that asks one thing is as strong as the clause that says it best, and as like a question. */
export function strengthened(whole, clauses) {
  const best = new Map();
  const bestOf = (id) => best.get(id) ?? { strength: 0, near: 0 };
  const raised = (one) => ({ strength: Math.max(bestOf(one.id).strength, one.strength), near: Math.max(bestOf(one.id).near, one.near) });
  for (const { found } of clauses) for (const one of found) best.set(one.id, raised(one));
  return { ...whole, found: whole.found.map((one) => ({ ...one, ...raised(one) })) };
}

const kept = new WeakMap();

/** The title at a place of the index, read once; a failure is forgotten, so that it is tried again. */
export function titleAt(index, place) {
  if (!kept.has(index)) kept.set(index, new Map());
  const titles = kept.get(index);
  if (!titles.has(place)) {
    const title = Promise.resolve(index.title(place));
    title.catch(() => titles.delete(place));
    titles.set(place, title);
  }
  return titles.get(place);
}
