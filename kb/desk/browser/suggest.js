// From a customer's message to the scripts and articles that answer it: the twin of kb/desk/suggest.py.
// The indexes are those of kb/search/browser/index.js; nothing here sends anything anywhere.

import LEARNED from "../shared/learned.json" with { type: "json" };
import SHARED from "../shared/suggest.json" with { type: "json" };
import { byCodePoints, cut } from "../../text/browser/letters.js";
import { ask, mayAnswer, ofDocument, strengthened, titleAt, weighTurns } from "./candidates.js";
import { certaintyOf } from "./certainty.js";
import { LONGEST_MESSAGE, splitQuestions } from "./clauses.js";
import { learnableWords } from "./learned.js";
import { judge } from "./matters.js";
import { CALM } from "./phrases.js";
import { tellingWords } from "./reasons.js";
import { latestWords } from "./transcript_parts.js";

/**
 * What answers `message` (a text, or turns {text, is_customer}), best first. `desk` is {indexes:
 * language → Index or a promise of one, documents: id → {topic, stage, channels, article, moods}, topics: [{id, team,
 * severity}], settings, shortReplies, choices: language → word → document → how often colleagues chose it, or null where the shop does not learn, questions(language) → what openQuestions gives, hear(text), guess(text) → {language, second}}.
 * Gives a promise of the fields of Suggestion in model.py.
 * @param {any} message
 * @param {any} desk
 * @param {{language?: string, channel?: string, stage?: string, limit?: number}} [options]
 */
export async function suggest(message, desk, { language, channel, stage, limit = SHARED.most_answers } = {}) {
  const { documents, settings } = desk;
  const [latest, earlier] = latestTurns(message);
  let guessed = desk.guess(latest);
  if (guessed.second && earlier) guessed = desk.guess(`${latest}\n${earlier}`);
  const languages = Object.keys(desk.indexes).includes(language) ? [language] : [guessed.language, guessed.second].filter(Boolean);
  const index = await desk.indexes[languages[0]];
  const heard = desk.hear(latest);
  const choices = Object.hasOwn(desk.choices ?? {}, languages[0]) ? desk.choices[languages[0]] : {};
  const find = (text) => ask(index, desk.questions(languages[0]), text, documents, { channel, stage, choices });
  const weights = { rarest: index.core.unknown, impacts: index.core.settings.impacts };
  const group = (asked) => {
    const found = asked.found.filter(({ id }) => !(heard.mood && ofDocument(documents, id).moods.includes(CALM)));
    return { part: "", asked, judged: judge(found, (id) => ofDocument(documents, id).article, weights, settings) };
  };
  let groups = [];
  if (!heard.smallTalk) {
    const clauses = splitQuestions(heard.text);
    let whole = await find(heard.text);
    if (earlier) whole = weighTurns(whole, await find(earlier));
    const parts = clauses.length > 1 ? await Promise.all(clauses.map((clause) => find(clause.text))) : [];
    groups = apart(group(strengthened(whole, parts)), parts.map(group), clauses, latest, settings.offered);
  }
  let best = Math.max(0, ...groups.map(confidenceIn));
  const smallTalk = heard.smallTalk || (heard.isThanks && best < settings.likely ? "thanks" : "");
  if (heard.mood && groups.length && !smallTalk) {
    groups[0] = await withMood(groups[0], heard.mood, { desk, index, channel });
    best = Math.max(best, confidenceIn(groups[0]));
  }
  const shown = smallTalk ? [] : interleaved(groups, settings);
  const most = Math.max(0, limit);
  const isOffered = best >= settings.offered;
  const rows = await Promise.all(shown.slice(0, most).map(([part, judged]) => answerOf(judged, part, { asked: groups[part].asked, index, desk, language: languages[0], isOffered })));
  const answers = isOffered ? rows : [];
  const topic = answers.length && best >= settings.likely ? topicOf(groups[0].judged, documents) : "";
  const declared = desk.topics.find((one) => one.id === topic);
  return {
    language: languages[0],
    languages,
    topic,
    severity: declared?.severity ?? "",
    team: declared?.team ?? "",
    small_talk: smallTalk,
    short_reply: desk.shortReplies[languages[0]]?.[smallTalk] ?? "",
    mood: heard.mood,
    confidence: smallTalk ? 0 : best,
    answers,
    closest: answers.length ? [] : rows.slice(0, SHARED.most_closest),
    parts: groups.length > 1 ? groups.map(({ part }) => part || latest) : [latest],
    words: desk.choices ? groups.map(({ asked }) => learnableWords(asked.plan.terms)) : [],
  };
}

/** The documented JSON of `kb suggest --json`. */
export function asJson({ language, languages, topic, severity, team, small_talk, short_reply, mood, confidence, answers, closest }) {
  const shown = ({ kind, id, language: of, title, url, confidence: sure, certainty, matched, is_chosen }) => ({
    kind, id, language: of, title, url, confidence: sure, certainty, matched, chosen_by_colleagues: is_chosen,
  });
  return { language, languages, topic, severity, team, small_talk, short_reply, mood, confidence, answers: answers.map(shown), closest: closest.map(shown) };
}

function latestTurns(message) {
  const words = typeof message === "string" ? [message, ""] : latestWords(message);
  return words.map((one) => cut(one, LONGEST_MESSAGE));
}

const confidenceIn = ({ judged }) => judged[0]?.confidence ?? 0;

const bestOf = ({ judged }) => judged[0]?.candidate.id ?? "";

/** What answers the message, and after it one group for each clause that asks something else and has an answer. */
function apart(whole, found, clauses, message, offered) {
  const groups = [whole];
  found.forEach((one, number) => {
    const part = message.slice(clauses[number].start, clauses[number].end);
    if (bestOf(whole) && bestOf(one) === bestOf(whole)) groups[0] = { ...groups[0], part: groups[0].part || part };
    else if (confidenceIn(one) >= offered && !groups.some((group) => bestOf(group) === bestOf(one))) {
      groups.push({ ...one, asked: { ...one.asked, text: part }, part });
    }
  });
  return groups;
}

/** A script for such a customer: first where they threaten by law or nothing else is offered, else second. */
async function withMood(group, mood, { desk, index, channel }) {
  const known = new Map(group.judged.map(({ candidate }) => [candidate.id, candidate.score]));
  const fitting = [];
  for (let place = 0; place < index.core.count; place += 1) {
    const title = await titleAt(index, place);
    const document = ofDocument(desk.documents, title.id);
    if (title.kind !== "script" || !document.moods.includes(mood) || !mayAnswer(title, document, channel)) continue;
    fitting.push({ place, id: title.id, isScript: true, score: known.get(title.id) ?? 0 });
  }
  if (!fitting.length) return group;
  const [candidate] = fitting.sort((a, b) => b.score - a.score || byCodePoints(a.id, b.id));
  const rest = group.judged.filter((one) => one.candidate.id !== candidate.id);
  const first = confidenceIn(group);
  const { likely, offered } = desk.settings;
  if (mood === "legal" || first < offered) {
    return { ...group, judged: [{ candidate, confidence: Math.max(first, mood === "legal" ? likely : offered) }, ...rest] };
  }
  if (group.judged[0].candidate.id === candidate.id) return group;
  return { ...group, judged: [rest[0], { candidate, confidence: first }, ...rest.slice(1)] };
}

function topicOf(judged, documents) {
  const votes = new Map();
  for (const { candidate: { id, score } } of judged.slice(0, SHARED.voting)) {
    const { topic } = ofDocument(documents, id);
    if (topic) votes.set(topic, (votes.get(topic) ?? 0) + score);
  }
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || byCodePoints(a[0], b[0]));
  return ranked[0]?.[0] ?? "";
}

/** [part, answer]: the best of each group, then the second of each, and so on; below the offered the closest. */
function interleaved(groups, { offered, beside }) {
  const least = groups.some((group) => confidenceIn(group) >= offered) ? beside : 1;
  const shown = new Map();
  for (let rank = 0; rank < Math.max(0, ...groups.map(({ judged }) => judged.length)); rank += 1) {
    groups.forEach(({ judged }, part) => {
      const one = judged[rank];
      if (one && one.confidence >= least && !shown.has(one.candidate.id)) shown.set(one.candidate.id, [part, one]);
    });
  }
  return [...shown.values()];
}

async function answerOf({ candidate, confidence }, part, { asked, index, desk, language, isOffered }) {
  const { place, id, isScript, score, chosen } = candidate;
  const title = await titleAt(index, place);
  const { topic } = ofDocument(desk.documents, id);
  return {
    kind: isScript ? "script" : "article", id, language: title.language ?? language, title: title.title, url: title.url,
    confidence, certainty: isOffered ? certaintyOf(confidence, desk.settings) : "closest", topic, score, part,
    matched: tellingWords(asked.text, asked.plan, place, index.language.characters), is_chosen: chosen >= LEARNED.shown,
  };
}
