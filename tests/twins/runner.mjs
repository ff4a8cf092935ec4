// Runs the browser's code under Node: one call a line from standard input, [function, ...arguments], one answer a line,
// {result} or {error}. Places in texts come back in code points, as Python counts them.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import vm from "node:vm";
import { isSameConversation, readChatwoot, readFragment, writeFragment } from "../../kb/desk/browser/arrivals.js";
import { foldWithPositions } from "../../kb/desk/browser/folded.js";
import { findLeftovers } from "../../kb/desk/browser/leftovers.js";
import { LETTERS } from "../../kb/desk/browser/letters.js";
import { openDesk } from "../../kb/desk/browser/open.js";
import { renderReply } from "../../kb/desk/browser/reply.js";
import { checkText } from "../../kb/desk/browser/rules.js";
import { countSegments } from "../../kb/desk/browser/sms.js";
import { splitQuestions } from "../../kb/desk/browser/suggest.js";
import { cleanValue, dropAccents } from "../../kb/desk/browser/writing.js";
import { readTurns } from "../../kb/desk/page/turns.js";

globalThis.self = globalThis;
for (const name of ["search/browser/reading.js", "search/browser/scorer.js", "search/browser/guess.js", "locking/browser/keys.js"]) {
  vm.runInThisContext(readFileSync(new URL(`../../kb/${name}`, import.meta.url), "utf8"), { filename: name });
}
const kb = globalThis.kbSearch;

const held = { book: null, data: null, desk: null, guess: null, languages: {}, indexes: {} };
const loaded = [];
/** UTF-16 unit → code point. */
function placesIn(text) {
  const places = [];
  let place = 0;
  for (const letter of text) {
    for (const _ of letter.length > 1 ? "xx" : "x") places.push(place);
    place += 1;
  }
  return [...places, place];
}
function located(text, findings) {
  const placeOf = placesIn(text);
  return findings.map(({ rule, start, end }) => [rule, placeOf[start], placeOf[end]]);
}
function leftIn(text, leftovers) {
  const placeOf = placesIn(text);
  return leftovers.map(({ kind, start, end, is_sure: isSure }) => [kind, placeOf[start], placeOf[end], isSure]);
}
const load = async (path) => (loaded.push(path), JSON.parse(readFileSync(path, "utf8")));
const wordsOf = (text) => text.split(/\s+/).filter(Boolean);
const mapOf = (wanted) => new Map(Object.entries(wanted));
/** An index that shows texts and nothing else. */
const showing = (code) => Object.assign(Object.create(kb.Index.prototype), { language: held.languages[code] });

const calls = {
  book: (given) => ((held.book = given), null),
  data: (given) => ((held.data = given), null),
  countSegments,
  dropAccents,
  cleanValue,
  normalisePassphrase: globalThis.kbLock.normalisePassphrase,
  checkText: (text, channel, language) => located(text, checkText(text, channel, language, held.book)),
  findLeftovers: (text, rows, holes) => leftIn(text, findLeftovers(text, rows, holes)),
  foldWithPositions: (text) => {
    const { text: folded, starts, ends, isToned } = foldWithPositions(text);
    const placeOf = placesIn(text);
    return [folded, starts.map((unit) => placeOf[unit]), ends.map((unit) => placeOf[unit]), isToned];
  },
  letters: () => LETTERS,
  splitQuestions: (text) => {
    const placeOf = placesIn(text);
    return splitQuestions(text).map((clause) => [clause.text, placeOf[clause.start], placeOf[clause.end]]);
  },
  readTurns,
  readChatwoot,
  isSameConversation,
  readFragment,
  writeFragment,
  // `cores` holds paths; what the desk loads is kept in `loaded`.
  open: (given) => {
    loaded.length = 0;
    held.desk = openDesk({ ...given, load });
    return null;
  },
  loaded: () => loaded.length,
  suggest: async (message, options) => {
    const made = await held.desk.suggest(message, options);
    return { ...held.desk.asJson(made), parts: made.parts };
  },
  renderReply: (id, language, options) => {
    const script = held.data.scripts.find((one) => one.id === id && one.language === language);
    const reply = renderReply(script, { ...options, data: held.data });
    return { ...reply, findings: located(reply.text, reply.findings), leftovers: leftIn(reply.text, reply.leftovers) };
  },

  // ---- reading and search: `language` is compiled once under its code, `index` opened from a folder
  language: (code, data, table) => ((held.languages[code] = kb.compileLanguage(data, table)), null),
  guesser: (table, characters) => ((held.guess = kb.languageGuesser(table, kb.compileCharacters(characters))), null),
  guess: (text) => held.guess(text),
  read: (text, code) => {
    const placeOf = placesIn(text);
    return kb.read(text, held.languages[code]).map(({ start, end, folded, toned, stem, weight }) =>
      [placeOf[start], placeOf[end], folded, toned, stem, weight]);
  },
  lower: (text, code) => kb.lower(text, held.languages[code].characters),
  slug: (text, code) => kb.slug(text, held.languages[code].characters),
  // Where each place of `text` is moved to.
  safeCuts: (text, code) => {
    const letters = [...text];
    return [0, ...letters].map((_, place) => kb.safeCut(letters, place, held.languages[code].characters));
  },
  cut: (text, length) => kb.cut(text, length),
  sorted: (texts) => [...texts].sort(kb.byCodePoints),
  wordsOf,
  snippet: (text, wanted, code) => showing(code).snippet(text, mapOf(wanted)),
  matched: (title, text, wanted, code) => showing(code).matchedWords(title, text, mapOf(wanted)),
  index: async (name, folder, core) => {
    held.indexes[name] = new kb.Index(await load(`${folder}/${core}`), (shard) => load(`${folder}/${shard}`));
    return null;
  },
  search: async (name, query, limit, isTyping) => {
    const index = held.indexes[name];
    const hits = await index.search(query, { limit, isTyping });
    const shown = await Promise.all(hits.map((hit) => index.details(hit)));
    return hits.map(({ id, score, confidence }, i) => [id, score, confidence, shown[i].anchor, shown[i].passage, shown[i].matched]);
  },


  // What single characters become: only those that do not stay as they are. `around` puts letters beside them.
  ofCharacters: (name, [before, after], ranges, ...rest) => {
    const found = {};
    for (const [first, last] of ranges) {
      for (let code = first; code <= last; code++) {
        const text = before + String.fromCodePoint(code) + after;
        const made = calls[name](text, ...rest);
        if (JSON.stringify(made) !== JSON.stringify(text)) found[code] = made;
      }
    }
    return found;
  },
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const [name, ...rest] = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await calls[name](...rest)) ?? null };
  } catch (error) {
    answer = { error: String(error.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
