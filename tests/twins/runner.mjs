// Runs the browser's code under Node: one call a line from standard input, [function, ...arguments], one answer a line,
// {result} or {error}. Places in texts come back in code points, as Python counts them.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { checkText } from "../../kb/channels/browser/rule_matching.js";
import { countSegments } from "../../kb/channels/browser/sms.js";
import { isSameConversation, readChatwoot, readFragment, writeFragment } from "../../kb/desk/browser/arrivals.js";
import { splitQuestions } from "../../kb/desk/browser/clauses.js";
import { findFields, isDay, isS10, personName } from "../../kb/desk/browser/found_fields.js";
import { titleFinder } from "../../kb/desk/browser/find_titles.js";
import { customerText, mayBeOrders, orderText } from "../../kb/desk/browser/look_up.js";
import { channelNamer } from "../../kb/desk/browser/named_channel.js";
import { openDesk } from "../../kb/desk/browser/open.js";
import { readTranscript, writeTurns } from "../../kb/desk/browser/transcript.js";
import { latestWords } from "../../kb/desk/browser/transcript_parts.js";
import { promisedDay } from "../../kb/desk/page/promised_day.js";
import { normalisePassphrase } from "../../kb/locking/browser/keys.js";
import { closing } from "../../kb/replies/browser/gaps.js";
import { joinScripts } from "../../kb/replies/browser/joining.js";
import { orderDay } from "../../kb/replies/browser/order_day.js";
import { marketOf } from "../../kb/replies/browser/order_market.js";
import { findLeftovers } from "../../kb/replies/browser/leftovers.js";
import { cleanValue, dropAccents } from "../../kb/replies/browser/plain_text.js";
import { readableName } from "../../kb/replies/browser/field_labels.js";
import { dayFault } from "../../kb/replies/browser/typed_days.js";
import { renderReply } from "../../kb/replies/browser/render.js";
import { escapeHtml } from "../../kb/replies/browser/rich_text.js";
import { unpackCharacters } from "../../kb/search/browser/characters.js";
import { closeQuery, distanceOf, missingWords } from "../../kb/search/browser/close_words.js";
import { possibleSplits } from "../../kb/search/browser/compounds.js";
import { confidenceOf } from "../../kb/search/browser/confidence.js";
import { openDictionary } from "../../kb/search/browser/dictionary.js";
import { unpackNumbers, unpackWords } from "../../kb/search/browser/encoding.js";
import { Index } from "../../kb/search/browser/index.js";
import { listedIn } from "../../kb/search/browser/listed_words.js";
import { planQuery } from "../../kb/search/browser/planning.js";
import { details, search, shownOf } from "../../kb/search/browser/scoring.js";
import { matchedWords, snippet } from "../../kb/search/browser/snippets.js";
import { mayRepair, neighbours } from "../../kb/search/browser/spelling.js";
import { homeOf } from "../../kb/search/browser/terms.js";
import { foldWithPositions } from "../../kb/text/browser/fold_offsets.js";
import { compileCharacters, fold, slug } from "../../kb/text/browser/folding.js";
import { languageGuesser } from "../../kb/text/browser/language_detection.js";
import { compileLanguage } from "../../kb/text/browser/languages.js";
import { plainSigns } from "../../kb/text/browser/plain_signs.js";
import { smallTalkIn, talkFinder } from "../../kb/text/browser/small_talk.js";
import { typedWords } from "../../kb/text/browser/typed_keys.js";
import { byCodePoints, cut, lower, safeCut } from "../../kb/text/browser/letters.js";
import { findConcepts, isCode, read } from "../../kb/text/browser/tokenizer.js";

const held = { book: null, data: null, desk: null, guess: null, languages: {}, indexes: {} };
const loaded = [];
/** UTF-16 unit → code point. */
function placesIn(text) {
  const places = [];
  let place = 0;
  for (const letter of text) {
    for (let unit = 0; unit < letter.length; unit += 1) places.push(place);
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
const calls = {
  book: (given) => ((held.book = given), null),
  data: (given) => ((held.data = given), null),
  countSegments,
  // `table` says how letters are folded.
  customerText: (channel, name, table) => {
    const characters = compileCharacters(table);
    return customerText(channel, name, (text) => fold(text, characters));
  },
  mayBeOrders,
  orderText,
  dropAccents,
  cleanValue,
  normalisePassphrase,
  checkText: (text, channel, language) => located(text, checkText(text, channel, language, held.book)),
  orderDay,
  dayFault,
  readableName,
  findFields,
  isDay,
  personName,
  isS10,
  promisedDay,
  marketOf,
  findLeftovers: (text, rows, holes) => leftIn(text, findLeftovers(text, rows, holes)),
  foldWithPositions: (text) => {
    const { text: folded, starts, ends, isToned } = foldWithPositions(text);
    const placeOf = placesIn(text);
    return [folded, starts.map((unit) => placeOf[unit]), ends.map((unit) => placeOf[unit]), isToned];
  },
  splitQuestions: (text) => {
    const placeOf = placesIn(text);
    return splitQuestions(text).map((clause) => [clause.text, placeOf[clause.start], placeOf[clause.end]]);
  },
  readTranscript,
  latestWords,
  readTurns: (text) => {
    const { form, turns } = readTranscript(text);
    return form ? turns.map(({ text: said, is_customer }) => ({ text: said, is_customer })) : text;
  },
  // `table` says how letters are folded.
  namedChannels: (texts, { channels, phrases, table }) => {
    const characters = compileCharacters(table);
    return texts.map(channelNamer({ channels, phrases, fold: (text) => fold(text, characters) }));
  },
  findTitles: (queries, { rows, table, language }) => {
    const characters = compileCharacters(table);
    const find = titleFinder(rows, (text) => fold(text, characters));
    return queries.map((query) => find(query, language, 9).map(({ row, found }) => [row.id, row.language, found.language]));
  },
  joinScripts,
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
    return { ...held.desk.asJson(made), parts: made.parts, words: made.words };
  },
  renderReply: (id, language, options) => {
    const script = held.data.scripts.find((one) => one.id === id && one.language === language);
    const reply = renderReply(script, { ...options, data: held.data });
    return { ...reply, findings: located(reply.text, reply.findings), leftovers: leftIn(reply.text, reply.leftovers) };
  },

  // ---- reading and search: `language` is compiled once under its code, `index` opened from a folder
  language: (code, data, table) => ((held.languages[code] = compileLanguage(data, table)), null),
  guesser: (table, characters) => ((held.guess = languageGuesser(table, compileCharacters(characters))), null),
  guess: (text) => held.guess(text),
  read: (text, code) => {
    const placeOf = placesIn(text);
    return read(text, held.languages[code]).map(({ start, end, folded, toned, stem, weight }) =>
      [placeOf[start], placeOf[end], folded, toned, stem, weight]);
  },
  lower: (text, code) => lower(text, held.languages[code].characters),
  slug: (text, code) => slug(text, held.languages[code].characters),
  // Where each place of `text` is moved to.
  safeCuts: (text, code) => {
    const letters = [...text];
    return [0, ...letters].map((_, place) => safeCut(letters, place, held.languages[code].characters));
  },
  cut,
  plainSigns,
  typedWords: (word, code) => typedWords(word, held.languages[code]),
  fold: (text, code) => fold(text, held.languages[code].characters),
  homeOf: (term, code) => homeOf(term, held.languages[code]),
  concepts: (text, code) => findConcepts(read(text, held.languages[code]), held.languages[code]),
  neighbours: (word) => [...neighbours(word)],
  openDictionary: (words, shard) => words.map(openDictionary(shard)),
  possibleSplits: (word, code) => possibleSplits(word, held.languages[code]),
  mayRepair: (word, code) => mayRepair(word, held.languages[code]),
  isCode,
  confidenceOf,
  distanceOf: (left, right, most) => distanceOf([...left], [...right], most),
  closeQuery: (name, query) => search(held.indexes[name], query).then(() => closeQuery(held.indexes[name], query)),
  missingWords: async (name, query) => missingWords(held.indexes[name], query, await planQuery(held.indexes[name], query, false), false),
  smallTalk: (texts, { phrases, table }) => {
    const characters = compileCharacters(table);
    const walk = talkFinder(phrases, characters);
    return texts.map((text) => smallTalkIn(text, walk, characters));
  },
  unpackCharacters,
  unpackNumbers,
  unpackWords,
  closing: (left, right) => closing(left, right),
  // Spans of every find of a pattern, in code points; a place at which both engines only look is not compared.
  matches: (pattern, flags, text) => {
    const placeOf = placesIn(text);
    return [...text.matchAll(new RegExp(pattern, flags))].map((match) =>
      [placeOf[match.index], placeOf[match.index + match[0].length]]);
  },
  escapeHtml,
  writeTurns,
  sorted: (texts) => [...texts].sort(byCodePoints),
  wordsOf,
  snippet: (text, wanted, code) => snippet(text, mapOf(wanted), held.languages[code]),
  matched: (title, text, wanted, code) => matchedWords(title, text, mapOf(wanted), held.languages[code]),
  index: async (name, folder, core) => {
    held.indexes[name] = new Index(await load(`${folder}/${core}`), (shard) => load(`${folder}/${shard}`));
    return null;
  },
  // An index of a few documents has all of its terms at hand.
  listed: async (name) => {
    const index = held.indexes[name];
    await index.loadFirst();
    return [...listedIn(index.postings, index.language)].map(([word, { term, size }]) => [word, term, size]);
  },
  // What is shown of each hit, with its answer at hand and without.
  shown: async (name, answers, query, limit) => {
    const index = held.indexes[name];
    const hits = await search(index, query, { limit });
    const ways = [answers, undefined].map((known) => ({ language: index.language, answers: known, textOf: (place) => index.textOf(place) }));
    return Promise.all(hits.map((hit) => Promise.all(ways.map(async (way) => {
      const { answer, answerMarks, titleMarks } = await shownOf(way, hit);
      return [answer, answerMarks, titleMarks];
    }))));
  },
  search: async (name, query, limit, isTyping) => {
    const index = held.indexes[name];
    const hits = await search(index, query, { limit, isTyping });
    const shown = await Promise.all(hits.map((hit) => details(index, hit)));
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
