// Which documents answer a query, in which order, and how sure that is: the twin of kb/search/ranking/scoring.py, over
// shards that are fetched when a query first needs them. Specification: the manual's page "How search ranks".

import SHARED from "../shared/ranking.json" with { type: "json" };
import { slug } from "../../text/browser/folding.js";
import { compileLanguage } from "../../text/browser/languages.js";
import { byCodePoints, cut } from "../../text/browser/letters.js";
import { FULL, LONGEST_TEXT, isCode, read, readToken } from "../../text/browser/tokenizer.js";
import { MOST_SPLIT, joined, joinWords, mayJoin, pairsOf, splitsOf } from "./compounds.js";
import { confidenceOf } from "./confidence.js";
import { openDictionary } from "./dictionary.js";
import { FORMAT, HASH_LETTERS, bisect, damaged, hashAt, rarities, shardName, unpackNumbers, unpackTerms, unpackWords, valueOf } from "./encoding.js";
import { best, byScore, impactIn, rowOf } from "./ranking.js";
import { choosePassage, marks, matchedWords } from "./snippets.js";
import { mayRepair, neighbours } from "./spelling.js";
import { homeOf, queryTerms } from "./terms.js";

/** One index, of whose shards as many are loaded as were asked for. */
export class Index {
  /** `core` is the core shard; `load(name)` fetches another one. */
  constructor(core, load) {
    if (core.format !== FORMAT) throw new Error(`kb search: format ${core.format}, not ${FORMAT}`);
    this.core = core;
    this.load = load;
    this.language = compileLanguage(core.data, core.characters);
    this.postings = new Map();
    this.loading = new Map();
    this.idfOf = rarities(core.idfs, core.unknown);
    this.firstHomes = unpackWords(core.terms.first);
    this.firstWords = unpackWords(core.words.first);
    // Words of each shard of the list, as far as it was loaded; word → {term, size}.
    this.lists = [];
    this.listed = new Map();
    this.listedTerms = new Set();
    // Each gives the forms of a word that a language has, as far as they were loaded.
    this.dictionaries = [];
  }

  /** What `use` makes of a shard, which is asked for once. */
  fetchOnce(name, use) {
    let promise = this.loading.get(name);
    if (!promise) {
      promise = Promise.resolve(this.load(name)).then(use);
      // A failed request may be tried again.
      promise.catch(() => this.loading.delete(name));
      this.loading.set(name, promise);
    }
    return promise;
  }

  /** Have the postings of `terms` ready. */
  loadTerms(terms) {
    const homes = this.firstHomes;
    const names = new Set();
    for (const term of terms) {
      const home = homeOf(term, this.language);
      const place = bisect(homes.length, (i) => byCodePoints(homes[i], home) <= 0) - 1;
      if (place >= 0) names.add(shardName("terms", place, this.core.terms.hashes));
    }
    const use = (shard) => unpackTerms(shard, this.postings, this.core.count, this.idfOf);
    return Promise.all([...names].map((name) => this.fetchOnce(name, use)));
  }

  /** The list of words: all of it, or those shards in which words that begin with `beginning` may stand. */
  loadWords(beginning = "") {
    const first = Math.max(0, bisect(this.firstWords.length, (i) => byCodePoints(this.firstWords[i], beginning) <= 0) - 1);
    const loads = [];
    for (let i = first; i < this.firstWords.length && (i === first || this.firstWords[i].startsWith(beginning)); i++) {
      loads.push(this.fetchOnce(shardName("words", i, this.core.words.hashes), (shard) => this.addWords(i, shard)));
    }
    return Promise.all(loads);
  }

  addWords(number, shard) {
    const words = unpackWords(shard.words);
    const stems = shard.stems.split("\n");
    const sizes = unpackNumbers(shard.sizes);
    if (sizes.length !== words.length) throw damaged();
    this.lists[number] = words;
    words.forEach((word, i) => {
      this.listed.set(word, { term: stems[i] || word, size: sizes[i] });
      this.listedTerms.add(stems[i] || word);
    });
  }

  /** The dictionaries of all languages that stand in the texts. */
  loadDictionaries() {
    const { dictionaries: hashes } = this.core;
    const names = Array.from({ length: hashes.length / HASH_LETTERS }, (_, number) => shardName("dictionary", number, hashes));
    const use = (number) => (shard) => void (this.dictionaries[number] = openDictionary(shard));
    return Promise.all(names.map((name, number) => this.fetchOnce(name, use(number))));
  }

  isKnown(token) {
    const { alternatives, lexicon } = this.language;
    return this.postings.has(token.stem) || alternatives.has(token.toned) || lexicon.has(token.folded);
  }

  /** Whether a word that may go on is one already: some document has it, with these tones. */
  isFinished({ stem, toned }) {
    const hasForm = !this.language.hasTones || toned === stem || this.postings.has("=" + toned);
    return this.postings.has(stem) && hasForm;
  }

  /** [word, per cent]: what an unknown word may have been meant as, likeliest first; of a real word only its own form. */
  repair(word) {
    if (!mayRepair(word, this.language)) return [];
    const forms = this.dictionaries.flatMap((formsOf) => formsOf(word));
    const known = [];
    for (const [candidate, kind] of neighbours(word)) {
      if (forms.length && !forms.includes(candidate)) continue;
      const found = this.listed.get(candidate);
      const listed = this.language.lexicon.get(candidate);
      const size = found ? found.size : (this.listed.get(listed)?.size ?? 0);
      if (found || listed !== undefined) known.push([kind + (candidate[0] === word[0] ? 0 : 1), -size, candidate]);
    }
    known.sort((a, b) => a[0] - b[0] || a[1] - b[1] || byCodePoints(a[2], b[2]));
    return this.core.settings.repair
      .slice(0, known.length)
      .map((likely, i) => [known[i][2], likely]);
  }

  /** The commonest terms of words that begin with `beginning`. */
  complete(beginning) {
    const found = new Map();
    for (const words of this.lists) {
      if (!words || byCodePoints(words[words.length - 1], beginning) < 0) continue;
      for (let i = bisect(words.length, (at) => byCodePoints(words[at], beginning) < 0); i < words.length; i++) {
        if (!words[i].startsWith(beginning)) return this.commonest(found);
        const { term, size } = this.listed.get(words[i]);
        if (words[i] !== beginning) found.set(term, size);
      }
    }
    return this.commonest(found);
  }

  commonest(found) {
    const ordered = [...found].sort((a, b) => b[1] - a[1] || byCodePoints(a[0], b[0]));
    return ordered.slice(0, this.core.settings.prefixes).map(([term]) => term);
  }

  /** Read a query, fetch what it needs, and give {terms: [[term, posting]…], potentials, spans}. */
  async plan(query, isTyping) {
    const { language, core } = this;
    const written = read(cut(query, LONGEST_TEXT), language).slice(0, SHARED.longest_query);
    const isOpen = written.length > 0 && written[written.length - 1].end === query.length;
    const last = isTyping && isOpen ? written[written.length - 1] : null;
    const first = written.map((token) => token.stem);
    for (const token of written) {
      for (const [words] of language.alternatives.get(token.toned) ?? []) first.push(...words.map((word) => readToken(word, 0, 0, language).stem));
    }
    // Where known words may be joined too, all are asked for at once.
    if (!language.hasTones) first.push(...this.joinTerms(written, () => false));
    await this.loadTerms(first);
    if (last && !this.isFinished(last)) await this.loadWords(last.folded);
    const [tokens, beside] = await this.readCompounds(written, last);
    const isOdd = (token) => token.weight >= FULL && !this.isKnown(token) && !(token === last && this.complete(token.folded).length);
    if (tokens.some((token) => isOdd(token) && this.repair(token.folded).length)) await this.loadDictionaries();
    const readings = new Map();
    for (const token of tokens) readings.set(token, this.readingsOf(token, token === last, beside.get(token)));
    // A repaired word's postings are not here yet, but the list of words then is.
    const isIndexed = (stem) => this.postings.has(stem) || this.listedTerms.has(stem);
    const terms = queryTerms(tokens, (token) => readings.get(token), isIndexed, language, core.settings.query);
    await this.loadTerms(terms.map(({ term }) => term));
    const known = terms.filter(({ term }) => this.postings.has(term)).map((term) => [term, this.postings.get(term.term)]);
    known.sort(([a, p], [b, q]) => b.weight * q.idf - a.weight * p.idf || byCodePoints(a.term, b.term));
    return { terms: known, potentials: this.potentials(tokens, readings, known), spans: tokens.map(({ start, end }) => [start, end]) };
  }

  /** What must be known to tell which neighbours documents write together. */
  joinTerms(written, isKnown) {
    const sideBySide = written.slice(1).map((right, i) => [written[i], right]);
    const worth = sideBySide.filter(([left, right]) => mayJoin(left, right, this.language, isKnown));
    return worth.flatMap(([left, right]) => [joined(left, right, this.language).stem, `${left.stem} ${right.stem}`]);
  }

  /**
   * The twin of _read_compounds: [words as documents write them, word → another reading]; `last` is being typed.
   * @returns {Promise<[any[], Map<any, any>]>}
   */
  async readCompounds(written, last) {
    const { language } = this;
    const isRead = (token) => this.isKnown(token) || (token === last && this.complete(token.folded).length > 0);
    await this.loadTerms(this.joinTerms(written, isRead));
    const [words, beside] = joinWords(written, language, this.postings, isRead);
    const unread = words.filter((token) => token.weight >= FULL && !isRead(token));
    if (unread.some((token) => mayRepair(token.folded, language))) await this.loadWords();
    const isIndexed = (stem) => this.postings.has(stem) || this.listedTerms.has(stem);
    const splits = new Map();
    for (const token of unread.slice(0, MOST_SPLIT)) {
      splits.set(token, splitsOf(token, language, isCode(token.folded) ? () => true : isIndexed));
    }
    await this.loadTerms([...splits.values()].flat().flatMap(pairsOf));
    const splitOf = (token) => splits.get(token)?.find((parts) => pairsOf(parts).every((pair) => this.postings.has(pair)));
    const found = words.flatMap((token) => splitOf(token) ?? [token]);
    return [found.filter((token) => !isCode(token.folded) || isRead(token)), beside];
  }

  /** [[token, per cent], …]: how a word of a query may be read, likeliest first. */
  readingsOf(token, isLast, both) {
    const { prefix } = this.core.settings;
    const isKnown = this.isKnown(token);
    const readAs = (word) => readToken(word, token.start, token.end, this.language);
    if (isLast && !this.isFinished(token)) {
      const more = this.complete(token.folded).map((word) => [{ ...readAs(word), stem: word }, prefix]);
      if (more.length) return isKnown ? [[token, FULL], ...more] : more;
    }
    if (isKnown || token.weight < FULL) return both ? [[token, FULL], [both, FULL]] : [[token, FULL]];
    const repaired = this.repair(token.folded).map(([word, likely]) => [readAs(word), likely]);
    return repaired.length ? repaired : [[token, FULL]];
  }

  potentials(tokens, readings, known) {
    const potentials = tokens.map((token) => readings.get(token)[0][0].weight * this.core.unknown);
    const seen = new Set();
    for (const [{ term, weight, place }, { idf }] of known) {
      if (term.includes(" ") || term[0] === "=" || term[0] === "~") continue;
      potentials[place] = seen.has(place) ? Math.max(potentials[place], weight * idf) : weight * idf;
      seen.add(place);
    }
    return potentials;
  }

  /** The best `limit` as [score, document], best first; ties by place, which is by id. */
  rank(plan, limit) {
    const scores = new Float64Array(this.core.count);
    let walked = 0;
    let rest = plan.terms.length;
    for (let at = 0; at < plan.terms.length; at++) {
      const [{ weight }, { idf, documents, impacts }] = plan.terms[at];
      if (walked && walked + documents.length > this.core.settings.common) {
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
      const row = posting.documents.length >= SHARED.common ? rowOf(posting, this.core.count) : null;
      for (const pair of ranked) pair[0] += factor * (row ? row[pair[1]] : impactIn(posting, pair[1]));
    }
    return ranked.sort(byScore).slice(0, limit);
  }

  /** Confidence, 0 to 100, that the one at `rank` of the `ranked` (at least two of what was found) answers. */
  judge(plan, ranked, rank) {
    const [score] = ranked[rank];
    const other = ranked[rank === 0 ? 1 : 0]?.[0] ?? 0;
    const total = plan.potentials.reduce((sum, value) => sum + value, 0);
    const strength = total ? Math.floor((FULL * score) / (total * this.core.settings.impacts)) : 0;
    const lead = score ? Math.max(0, Math.floor((FULL * (score - other)) / score)) : 0;
    return confidenceOf(strength, lead, this.core.settings.confidence);
  }

  /** The best `limit` documents: {place, id, title, url, kind, isFallback, score, confidence, wanted}. */
  async search(query, { limit = 8, isTyping = false } = {}) {
    const plan = await this.plan(query, isTyping);
    const wanted = new Map(plan.terms.map(([{ term, weight }, { idf }]) => [term, weight * idf]));
    const ranked = this.rank(plan, Math.max(SHARED.to_compare, limit));
    return Promise.all(
      ranked.slice(0, limit).map(async ([score, place], rank) => ({
        ...(await this.title(place)),
        place,
        score,
        confidence: this.judge(plan, ranked, rank),
        wanted,
      })),
    );
  }

  /** The shard that holds a document's title, and its place there. */
  async titlesOf(place) {
    const { core } = this;
    if (core.titles) return [core.titles, place];
    const size = core.titles_in_shard;
    const name = shardName("titles", Math.floor(place / size), core.title_shards);
    return [await this.fetchOnce(name, (loaded) => loaded), place % size];
  }

  async title(place) {
    const [shard, at] = await this.titlesOf(place);
    const id = this.idIn(shard, at);
    const isFallback = shard.fallback.includes(at);
    return {
      id,
      title: shard.titles[at],
      url: shard.urls[at] ?? `${shard.prefixes[Number(isFallback)]}${id}/`,
      kind: (shard.kindList ??= shard.kinds.split(" "))[at],
      isFallback,
    };
  }

  idIn(shard, at) {
    shard.nameList ??= shard.names.split("\n");
    if (!shard.runEnds) {
      let end = 0;
      shard.runEnds = unpackNumbers(shard.runs).map((length) => (end += length));
    }
    const folder = shard.folders[bisect(shard.runEnds.length, (i) => shard.runEnds[i] <= at)];
    const name = shard.nameList[at];
    if (folder === undefined || !name) throw damaged();
    const shared = valueOf(name);
    const begins = shared ? slug(shard.titles[at], this.language.characters).slice(0, shared) : "";
    return `${folder}${folder && "/"}${begins}${name.slice(1)}`;
  }

  /** Questions, answer and passages of a document. */
  async textOf(place) {
    const each = this.core.texts;
    const [shard, at] = await this.titlesOf(place);
    const first = (place - at) / each;
    const number = Math.floor(place / each);
    const texts = await this.fetchOnce(`texts-${number}-${hashAt(number - first, shard.texts)}.json`, (loaded) => loaded);
    return texts[place - number * each];
  }

  /** What to show of a hit: {answer, anchor, heading, passage, marks, titleMarks, matched}. */
  async details(hit) {
    const text = await this.textOf(hit.place);
    const chosen = choosePassage(text, hit.wanted, this.language);
    const marked = (shown) => marks(shown, hit.wanted, this.language);
    return {
      ...chosen,
      answer: text.answer,
      answerMarks: marked(text.answer),
      titleMarks: marked(hit.title),
      marks: marked(chosen.passage),
      matched: matchedWords(hit.title, text, hit.wanted, this.language),
    };
  }
}
