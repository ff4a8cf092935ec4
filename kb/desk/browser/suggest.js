// From a customer's message to the scripts and articles that answer it: the twin of kb/desk/suggest.py.
// The indexes are those of kb/search/browser/scoring.js; nothing here sends anything anywhere.

import SHARED from "../shared/suggest.json" with { type: "json" };
import { wordsOf } from "../../search/browser/snippets.js";
import LIMITS from "../../search/shared/ranking.json" with { type: "json" };
import { fold } from "../../text/browser/folding.js";
import { byCodePoints, cut } from "../../text/browser/letters.js";
import { read } from "../../text/browser/tokenizer.js";
import { sureness } from "./answer_confidence.js";
import { LONGEST_MESSAGE, splitQuestions } from "./clauses.js";
import { latestWords } from "./transcript_parts.js";

const ANSWERING = new Set(SHARED.answering);

/**
 * What answers `message` (a text, or turns {text, is_customer}), best first. `desk` is {indexes:
 * language → Index or a promise of one, documents: id → {topic, stage, channels}, topics: [{id, team, severity}], settings,
 * guess(text, languages) → language}. Gives a promise of the fields of Suggestion in suggest.py.
 * @param {any} message
 * @param {any} desk
 * @param {{language?: string, channel?: string, stage?: string, limit?: number}} [options]
 */
export async function suggest(message, desk, { language, channel, stage, limit = SHARED.most_answers } = {}) {
  const [latest, earlier] = latestTurns(message);
  const codes = Object.keys(desk.indexes);
  const code = codes.includes(language) ? language : desk.guess(latest, codes);
  const index = await desk.indexes[code];
  const clauses = splitQuestions(latest);
  const find = (text) => findAnswers(index, text, desk, code, { channel, stage });
  const whole = weighTurns(await find(latest), earlier ? await find(earlier) : []);
  const byClause = clauses.length > 1 ? await Promise.all(clauses.map((clause) => find(clause.text))) : [];
  const [groups, parts] = answerApart(whole, byClause, clauses, latest, desk.settings.enough);
  const topic = topicOf(groups[0]);
  const declared = desk.topics.find((one) => one.id === topic) ?? desk.topics[0];
  const chosen = interleave(groups, Math.max(0, limit), desk.settings.enough);
  const wanted = await Promise.all(parts.map((part) => termsOf(part, index)));
  const answers = await Promise.all(chosen.map((answer) => withWords(answer, wanted[answer.part], index)));
  return {
    language: code,
    topic,
    severity: declared && topic ? declared.severity : "normal",
    team: declared?.team ?? "",
    confidence: Math.max(0, ...groups.filter((group) => group.length).map((group) => group[0].confidence)),
    answers,
    parts,
  };
}

/** The documented JSON of `kb suggest --json`. */
export function asJson({ language, topic, severity, team, confidence, answers }) {
  const shown = answers.map(({ kind, id, language: of, title, url, confidence: sure, matched }) => ({
    kind, id, language: of, title, url, confidence: sure, matched,
  }));
  return { language, topic, severity, team, confidence, answers: shown };
}

function latestTurns(message) {
  const words = typeof message === "string" ? [message, ""] : latestWords(message);
  return words.map((one) => cut(one, LONGEST_MESSAGE));
}

async function findAnswers(index, text, { documents, settings }, code, { channel, stage }) {
  const plan = await index.plan(text, false);
  const tokens = read(text, index.language).slice(0, LIMITS.longest_query);
  const words = new Set(fold(text, index.language.characters).split(/\s+/));
  const found = [];
  for (const [score, place] of index.rank(plan).slice(0, SHARED.looked_at)) {
    const title = await once(index, `title ${place}`, () => index.title(place));
    const { topic = "", stage: ownStage = "", channels = [], language = code } = Object.hasOwn(documents, title.id) ? documents[title.id] : {};
    const isScript = title.kind === "script";
    if (!ANSWERING.has(title.kind) || title.id.split("/").at(-1) === "index") continue;
    if (channel && isScript && channels.length && !channels.includes(channel)) continue;
    const isElsewhere = !channel && isScript && channels.length === 1 && !words.has(channels[0]);
    let weighed = Math.floor((score * (stage && ownStage === stage ? SHARED.same_stage : 100)) / 100);
    weighed = Math.floor((weighed * (isElsewhere ? SHARED.other_channel : 100)) / 100);
    found.push({
      kind: isScript ? "script" : "article", id: title.id, language: title.isFallback ? language : code,
      title: title.title, url: title.url, confidence: 0, matched: [], topic, score: weighed, part: 0, place,
      found: score,
    });
  }
  return ordered(found).slice(0, SHARED.found).map(({ found: score, ...answer }) => ({
    ...answer,
    confidence: sureness(index, plan, tokens, answer.place, score, settings),
  }));
}

function ordered(answers) {
  return answers.sort((a, b) => b.score - a.score || byCodePoints(a.id, b.id));
}

function weighTurns(latest, earlier) {
  if (!earlier.length) return latest;
  const joined = new Map(latest.map((answer) => [answer.id, { ...answer, score: SHARED.latest_weight * answer.score }]));
  for (const before of earlier) {
    const held = joined.get(before.id) ?? { ...before, score: 0 };
    joined.set(before.id, {
      ...held,
      score: held.score + SHARED.earlier_weight * before.score,
      confidence: Math.max(held.confidence, before.confidence),
    });
  }
  return ordered([...joined.values()]);
}

function answerApart(whole, byClause, clauses, message, enough) {
  const groups = [];
  const parts = [];
  byClause.forEach((found, place) => {
    if (!found.length || found[0].confidence < enough) return;
    const ids = new Set(found.slice(0, SHARED.compared).map((answer) => answer.id));
    if (groups.some((group) => group.slice(0, SHARED.compared).some((answer) => ids.has(answer.id)))) return;
    groups.push(found);
    parts.push(clauses[place].text);
  });
  if (groups.length > 1) return [groups, parts];
  const surest = new Map();
  for (const found of byClause) {
    for (const { id, confidence } of found) surest.set(id, Math.max(surest.get(id) ?? 0, confidence));
  }
  const raised = whole.map((one) => ({ ...one, confidence: Math.max(one.confidence, surest.get(one.id) ?? 0) }));
  return [[raised], [message]];
}

function topicOf(group) {
  const votes = new Map();
  for (const { topic, score } of group.slice(0, SHARED.voting)) {
    if (topic) votes.set(topic, (votes.get(topic) ?? 0) + score);
  }
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || byCodePoints(a[0], b[0]));
  return ranked[0]?.[0] ?? "";
}

/** The same, each as sure as the one before it at most: the order is the ranking's, which knows more. */
function neverSurerBelow(group) {
  let limit = Infinity;
  return group.map((answer) => {
    limit = Math.min(limit, answer.confidence);
    return { ...answer, confidence: limit };
  });
}

function interleave(found, limit, enough) {
  const groups = found.map(neverSurerBelow);
  const offered = new Map();
  for (let rank = 0; rank < Math.max(0, ...groups.map((group) => group.length)); rank += 1) {
    groups.forEach((group, part) => {
      const answer = group[rank];
      if (answer && group[0].confidence >= enough && answer.confidence > 0 && !offered.has(answer.id)) {
        offered.set(answer.id, { ...answer, part });
      }
    });
  }
  return [...offered.values()].slice(0, limit);
}

async function termsOf(part, index) {
  const plan = await index.plan(part, false);
  return new Set(plan.terms.map(([{ term }]) => term));
}

async function withWords({ place, ...answer }, wanted, index) {
  const words = await once(index, `words ${place}`, async () => wordsOf(answer.title, await index.textOf(place), index.language));
  const matched = words.filter(([, stem, exact]) => wanted.has(stem) || wanted.has(exact)).map(([word]) => word);
  return { ...answer, matched: [...new Set(matched)] };
}

const kept = new WeakMap();

/** What `make` gives, made once for an index; a failure is forgotten, so that it is tried again. */
function once(index, key, make) {
  if (!kept.has(index)) kept.set(index, new Map());
  const made = kept.get(index);
  if (!made.has(key)) {
    const promise = Promise.resolve(make());
    promise.catch(() => made.delete(key));
    made.set(key, promise);
  }
  return made.get(key);
}
