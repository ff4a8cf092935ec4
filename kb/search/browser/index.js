// An index that lies in shards, which are fetched when a query first needs them: the twin of kb/search/shards/read.py.

import { compileLanguage } from "../../text/browser/languages.js";
import { byCodePoints } from "../../text/browser/letters.js";
import { unpackCharacters } from "./characters.js";
import { openDictionary } from "./dictionary.js";
import { FORMAT, HASH_LETTERS, bisect, damaged, hashAt, rarities, shardName, unpackNumbers, unpackTerms, unpackWords } from "./encoding.js";
import { listedIn } from "./listed_words.js";
import { homeOf } from "./terms.js";
import { unpackTitle } from "./titles.js";

/** One index, of whose shards as many are loaded as were asked for. */
export class Index {
  /**
   * `core` is the core shard, or at the desk one with the whole table of `characters`; `load(name)` fetches another one;
   * `answers`, if they are at hand, are those of all documents.
   * @param {any} core
   * @param {(name: string) => any} load
   * @param {{answers?: string[], language?: any}} [known]
   */
  constructor(core, load, { answers, language } = {}) {
    if (core.format !== FORMAT) throw new Error(`kb search: format ${core.format}, not ${FORMAT}`);
    this.core = core;
    this.load = load;
    this.answers = answers;
    this.language = language ?? compileLanguage(core.data, core.characters ?? unpackCharacters(core.letters));
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

  /**
   * Have at hand what a first query of this index will need: all words of a small one; of a larger one the strongest, as an
   * index of their own, which is given. Others give null, and fetch nothing.
   */
  async loadFirst() {
    const { core } = this;
    if (core.is_whole) {
      const use = (shard) => unpackTerms(shard, this.postings, core.count, this.idfOf);
      const terms = this.firstHomes.map((_, place) => this.fetchOnce(shardName("terms", place, core.terms.hashes), use));
      await Promise.all([...terms, this.loadWords()]);
      return null;
    }
    return core.strongest ? this.fetchOnce(`terms-first-${core.strongest}.json`, (shard) => this.indexOf(shard)) : null;
  }

  /** The index of the words that `shard` holds, and of no others. */
  indexOf(shard) {
    const nothing = { first: "", hashes: "" };
    const core = { ...this.core, terms: nothing, words: nothing, dictionaries: "" };
    const found = new Index(core, this.load, this);
    unpackTerms(shard, found.postings, core.count, found.idfOf);
    found.listed = listedIn(found.postings, found.language);
    found.lists = [[...found.listed.keys()]];
    found.listed.forEach(({ term }) => found.listedTerms.add(term));
    return found;
  }

  /** Have the postings of `terms` ready. */
  loadTerms(terms) {
    return this.loadPlaces(terms.map((term) => this.placeOf(homeOf(term, this.language))));
  }

  /** Have the postings of the shards at these places ready; there is none at a place below 0. */
  loadPlaces(places) {
    const use = (shard) => unpackTerms(shard, this.postings, this.core.count, this.idfOf);
    const names = [...new Set(places)].filter((place) => place >= 0).map((place) => shardName("terms", place, this.core.terms.hashes));
    return Promise.all(names.map((name) => this.fetchOnce(name, use)));
  }

  /** The place of the shard in which a word, or a pair, is if it is anywhere. */
  placeOf(home) {
    return bisect(this.firstHomes.length, (i) => byCodePoints(this.firstHomes[i], home) <= 0) - 1;
  }

  /** Know the postings of a shard that the core does not name. */
  addTerms(shard) {
    unpackTerms(shard, this.postings, this.core.count, this.idfOf);
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

  /** Whether the index, as far as it is loaded, or the word lists of its language know a word. */
  isKnown(token) {
    const { alternatives, lexicon } = this.language;
    return this.postings.has(token.stem) || alternatives.has(token.toned) || lexicon.has(token.folded);
  }

  /** Whether a word that may go on is one already: some document has it, with these tones. */
  isFinished({ stem, toned }) {
    const hasForm = !this.language.hasTones || toned === stem || this.postings.has("=" + toned);
    return this.postings.has(stem) && hasForm;
  }

  /** The shard that holds a document's title, and its place there. */
  async titlesOf(place) {
    const { core } = this;
    if (core.titles) return [core.titles, place];
    const size = core.titles_in_shard;
    const name = shardName("titles", Math.floor(place / size), core.title_shards);
    return [await this.fetchOnce(name, (loaded) => loaded), place % size];
  }

  /** What the list of results needs of a document, as `unpackTitle` gives it. */
  async title(place) {
    const [shard, at] = await this.titlesOf(place);
    return unpackTitle(shard, at, this.language.characters);
  }

  /** Questions, answer and passages of a document. */
  async textOf(place) {
    const each = this.core.texts;
    const [shard, at] = await this.titlesOf(place);
    const first = (place - at) / each;
    const number = Math.floor(place / each);
    const group = Math.floor((number - first) / this.core.texts_with_one_hash);
    const texts = await this.fetchOnce(`texts-${number}-${hashAt(group, shard.texts)}.json`, (loaded) => loaded);
    return texts[place - number * each];
  }
}
