// From a customer's message to the scripts and articles that answer it: the twin of kb/desk/suggest.py
// and kb/desk/clauses.py. The indexes are kbSearch.Index of kb/search/browser/scorer.js; nothing here
// sends anything anywhere.

import { foldWithPositions } from "./folded.js";

const FULL = 100;
const LONGEST_QUERY = 400;
const LATEST_WEIGHT = 3;
const EARLIER_WEIGHT = 1;
const SAME_STAGE = 115;
const OTHER_CHANNEL = 60;
const LOOKED_AT = 30;
const ANSWERING = new Set(["faq", "guide", "policy", "page", "script"]);
const FOUND = 12;
const MOST_ANSWERS = 6;
const LONGEST_MESSAGE = 20000;
const MOST_CLAUSES = 6;
const FEWEST_WORDS = 3;
const BREAK =
  /[?!\n;]+|\.(?=\s|$)|,? *\b(?:voi lai|ngoai ra|tien the|nhan tien|con nua|them nua|a ma|cho hoi them|va cho hoi|hoi them|and also|also|by the way|btw|one more thing|another (?:question|thing)|besides|plus|satu lagi|lagi satu|selain itu|dan juga|oh ya|by the way|nak tanya juga|lepas tu)\b/g;

/** The first `length` code points of a text. */
export const cut = (text, length) => (text.length > length ? [...text].slice(0, length).join("") : text);
const wordsOf = (text) => text.split(" ").flatMap((part) => part.split("\n")).filter(Boolean);

/** The clauses of a message that hold enough words to ask something: [{text, start, end}]. */
export function splitQuestions(message) {
  const judged = cut(message, LONGEST_MESSAGE);
  const folded = foldWithPositions(judged);
  const breaks = [...folded.text.matchAll(BREAK)].map((match) => [match.index, match.index + match[0].length]);
  breaks.push([folded.text.length, folded.text.length]);
  const clauses = [];
  let from = 0;
  for (const [to, following] of breaks) {
    const words = folded.text.slice(from, to);
    if (wordsOf(words).length >= FEWEST_WORDS) {
      const inner = from + words.length - words.trimStart().length;
      const start = folded.starts[inner];
      const end = folded.ends[inner + words.trim().length - 1];
      clauses.push({ text: judged.slice(start, end), start, end });
    }
    from = following;
    if (clauses.length === MOST_CLAUSES) break;
  }
  return clauses;
}

/**
 * What answers `message` (a text, or turns {text, is_customer}), best first. `desk` is {indexes:
 * language → kbSearch.Index or a promise of one, documents: id → {topic, stage, channels}, topics: [{id, team, severity}], settings,
 * guess(text, languages) → language}. Gives a promise of the fields of Suggestion in suggest.py.
 */
export async function suggest(message, desk, { language, channel, stage, limit = MOST_ANSWERS } = {}) {
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
  if (typeof message === "string") return [cut(message, LONGEST_MESSAGE), ""];
  const said = message
    .filter((turn) => turn.is_customer && turn.text.trim())
    .map((turn) => cut(turn.text, LONGEST_MESSAGE));
  return [said.at(-1) ?? "", said.at(-2) ?? ""];
}

async function findAnswers(index, text, { documents, settings }, code, { channel, stage }) {
  const kb = globalThis.kbSearch;
  const plan = await index.plan(text, false);
  const tokens = kb.read(text, index.language).slice(0, LONGEST_QUERY);
  const words = new Set(kb.fold(text, index.language.characters).split(/\s+/));
  const found = [];
  for (const [score, place] of index.rank(plan).slice(0, LOOKED_AT)) {
    const title = await once(index, `title ${place}`, () => index.title(place));
    const { topic = "", stage: ownStage = "", channels = [], language = code } = Object.hasOwn(documents, title.id) ? documents[title.id] : {};
    const isScript = title.kind === "script";
    if (!ANSWERING.has(title.kind) || title.id.split("/").at(-1) === "index") continue;
    if (channel && isScript && channels.length && !channels.includes(channel)) continue;
    const isElsewhere = !channel && isScript && channels.length === 1 && !words.has(channels[0]);
    let weighed = Math.floor((score * (stage && ownStage === stage ? SAME_STAGE : 100)) / 100);
    weighed = Math.floor((weighed * (isElsewhere ? OTHER_CHANNEL : 100)) / 100);
    found.push({
      kind: isScript ? "script" : "article", id: title.id, language: title.isFallback ? language : code,
      title: title.title, url: title.url, confidence: 0, matched: [], topic, score: weighed, part: 0, place,
      found: score,
    });
  }
  return ordered(found).slice(0, FOUND).map(({ found: score, ...answer }) => ({
    ...answer,
    confidence: sureness(index, plan, tokens, answer.place, score, settings),
  }));
}

/** How sure it is that a document answers; see kb/desk/answer_confidence.py for why. */
function sureness(index, plan, tokens, document, score, settings) {
  const words = new Map();
  const exact = new Set();
  let pairs = 0;
  for (const [{ term, weight, place }, { documents, impacts }] of plan.terms) {
    const at = documents.indexOf(document);
    if (at < 0) continue;
    const strength = weight * impacts[at];
    if (term[0] === "=") exact.add(term.slice(1));
    else if (term.includes(" ") && term[0] !== "~") pairs += strength;
    else words.set(place, Math.max(words.get(place) ?? 0, strength));
  }
  const sum = [...words.values()].reduce((total, strength) => total + strength, 0);
  const evidence = Math.min(settings.most_evidence, Math.floor(sum / index.core.settings.impacts));
  const paired = Math.min(settings.most_evidence, Math.floor(pairs / settings.pair_unit));
  const lifted = foundShare(plan, words, score, index.core.settings.impacts) + Math.floor((evidence + paired) / settings.evidence_share);
  const raw = lifted - misheard(index, tokens, exact);
  return Math.max(0, Math.min(FULL, Math.floor((raw * settings.scale) / FULL)));
}

function foundShare(plan, places, score, impacts) {
  const total = plan.potentials.reduce((sum, potential) => sum + potential, 0);
  if (!total) return 0;
  const covered = plan.potentials.reduce((sum, potential, place) => sum + (places.has(place) ? potential : 0), 0);
  return Math.floor((Math.floor((100 * covered) / total) + Math.floor((100 * score) / (total * impacts))) / 2);
}

function misheard(index, tokens, exact) {
  if (!index.language.hasTones || !tokens.length) return 0;
  const toned = tokens.filter((token) => token.weight >= FULL && token.toned !== token.stem);
  return Math.floor((100 * toned.filter((token) => !exact.has(token.toned)).length) / tokens.length);
}

function ordered(answers) {
  return answers.sort((a, b) => b.score - a.score || globalThis.kbSearch.byCodePoints(a.id, b.id));
}

function weighTurns(latest, earlier) {
  if (!earlier.length) return latest;
  const joined = new Map(latest.map((answer) => [answer.id, { ...answer, score: LATEST_WEIGHT * answer.score }]));
  for (const before of earlier) {
    const held = joined.get(before.id) ?? { ...before, score: 0 };
    joined.set(before.id, {
      ...held,
      score: held.score + EARLIER_WEIGHT * before.score,
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
    const ids = new Set(found.slice(0, 3).map((answer) => answer.id));
    if (groups.some((group) => group.slice(0, 3).some((answer) => ids.has(answer.id)))) return;
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
  for (const { topic, score } of group.slice(0, 5)) {
    if (topic) votes.set(topic, (votes.get(topic) ?? 0) + score);
  }
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || globalThis.kbSearch.byCodePoints(a[0], b[0]));
  return ranked[0]?.[0] ?? "";
}

function interleave(groups, limit, enough) {
  const offered = new Map();
  for (let rank = 0; rank < Math.max(0, ...groups.map((group) => group.length)); rank += 1) {
    groups.forEach((group, part) => {
      if (rank < group.length && group[0].confidence >= enough && !offered.has(group[rank].id)) {
        offered.set(group[rank].id, { ...group[rank], part });
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
  const words = await once(index, `words ${place}`, async () => index.wordsOf(answer.title, await index.textOf(place)));
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
