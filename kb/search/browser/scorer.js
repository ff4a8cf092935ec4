// The scorer: the twin of kb/search/shards/encoding.py, postings.py, titles.py, spelling.py, scoring.py, confidence.py and snippets.py,
// over shards that are fetched when a query first needs them. Specification: the manual's page
// "How search ranks". Add `load(name)`, which gives a promise of a shard's parsed JSON, and search.

(function (root) {
  const kb = (root.kbSearch = root.kbSearch || {});
  const FORMAT = 2;
  const HASH_LETTERS = 5;
  const FULL = 100;
  const CANDIDATES = 64;
  const COMMON = 200; // documents from which on a term's impacts are kept by document as well
  const LONGEST_QUERY = 400;
  const LONGEST_TEXT = 20000;
  const SHORTEST_REPAIRED = 4;
  const SNIPPET = 180;
  const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
  const DAMAGED = "kb search: a shard is damaged";

  // ---- packed numbers and words --------------------------------------------------------------

  const VALUES = new Int16Array(128).fill(-1);
  const SYMBOLS = [];
  for (let code = 0x23; SYMBOLS.length < 90; code++) {
    if (code !== 0x5c && code !== 0x3c) {
      VALUES[code] = SYMBOLS.length;
      SYMBOLS.push(String.fromCharCode(code));
    }
  }

  function unpackNumbers(packed) {
    const numbers = [];
    let number = 0;
    let scale = 1;
    for (let i = 0; i < packed.length; i++) {
      const value = VALUES[packed.charCodeAt(i)];
      if (value < 60) {
        numbers.push(number + value * scale);
        number = 0;
        scale = 1;
      } else {
        number += (value - 60) * scale;
        scale *= 30;
      }
    }
    return numbers;
  }

  function unpackWords(packed) {
    const words = [];
    let before = "";
    for (const line of packed ? packed.split("\n") : []) {
      before = kb.cut(before, VALUES[line.charCodeAt(0)]) + line.slice(1);
      words.push(before);
    }
    return words;
  }

  // The postings of a shard of an index of `count` documents; `idfOf(size)` tells how rare a term is.
  function unpackTerms(shard, postings, count, idfOf) {
    const terms = unpackWords(shard.terms);
    const [sizes, steps, impacts] = ["sizes", "steps", "impacts"].map((name) => unpackNumbers(shard[name]));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (terms.length !== sizes.length || total !== steps.length || total !== impacts.length) throw new Error(DAMAGED);
    let at = 0;
    terms.forEach((term, place) => {
      const documents = new Int32Array(sizes[place]);
      const strengths = new Uint8Array(sizes[place]);
      let document = -1;
      for (let i = 0; i < sizes[place]; i++, at++) {
        document += steps[at] + 1;
        documents[i] = document;
        strengths[i] = impacts[at] + 1;
      }
      if (document >= count) throw new Error(DAMAGED);
      postings.set(term, { idf: idfOf(sizes[place]), documents, impacts: strengths });
    });
  }

  // How rare a term is by the number of its documents; `packed` holds [by how much it falls, for how many].
  function rarities(packed, highest) {
    const runs = unpackNumbers(packed);
    const [ends, idfs] = [[], []];
    let [end, idf] = [0, highest];
    for (let i = 0; i < runs.length; i += 2) {
      idfs.push((idf -= runs[i]));
      ends.push((end += runs[i + 1]));
    }
    return (size) => idfs[bisect(ends.length, (i) => ends[i] < size)];
  }

  function shardName(kind, number, hashes) {
    return `${kind}-${number}-${hashes.slice(number * HASH_LETTERS, (number + 1) * HASH_LETTERS)}.json`;
  }

  function bisect(length, isBefore) {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // ---- repair --------------------------------------------------------------------------------

  function neighbours(word) {
    const found = new Map();
    const add = (candidate, kind) => {
      if (candidate !== word && (found.get(candidate) ?? 9) > kind) found.set(candidate, kind);
    };
    for (let i = 0; i + 1 < word.length; i++) add(word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2), 0);
    for (let i = 0; i < word.length; i++) {
      const rest = word.slice(i + 1);
      add(word.slice(0, i) + rest, rest[0] === word[i] ? 0 : 2);
      for (const letter of ALPHABET) {
        add(word.slice(0, i) + letter + word.slice(i), 1);
        add(word.slice(0, i) + letter + rest, 2);
      }
    }
    for (const letter of ALPHABET) add(word + letter, 1);
    return found;
  }

  // ---- the index -----------------------------------------------------------------------------

  class Index {
    // `core` is the core shard; `load(name)` fetches another one.
    constructor(core, load) {
      if (core.format !== FORMAT) throw new Error(`kb search: format ${core.format}, not ${FORMAT}`);
      this.core = core;
      this.load = load;
      this.language = kb.compileLanguage(core.data, core.characters);
      this.postings = new Map();
      this.loading = new Map();
      this.idfOf = rarities(core.idfs, core.unknown);
      this.firstHomes = unpackWords(core.terms.first);
      this.firstWords = unpackWords(core.words.first);
      this.lists = []; // words of each shard of the list, as far as it was loaded
      this.listed = new Map(); // word → {term, size}
      this.listedTerms = new Set();
    }

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

    loadTerms(terms) {
      const homes = this.firstHomes;
      const names = new Set();
      for (const term of terms) {
        const home = kb.homeOf(term, this.language);
        const place = bisect(homes.length, (i) => kb.byCodePoints(homes[i], home) <= 0) - 1;
        if (place >= 0) names.add(shardName("terms", place, this.core.terms.hashes));
      }
      const use = (shard) => unpackTerms(shard, this.postings, this.core.count, this.idfOf);
      return Promise.all([...names].map((name) => this.fetchOnce(name, use)));
    }

    // The list of words: all of it, or those shards in which words that begin with `beginning` may stand.
    loadWords(beginning = "") {
      const first = Math.max(0, bisect(this.firstWords.length, (i) => kb.byCodePoints(this.firstWords[i], beginning) <= 0) - 1);
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
      if (sizes.length !== words.length) throw new Error(DAMAGED);
      this.lists[number] = words;
      words.forEach((word, i) => {
        this.listed.set(word, { term: stems[i] || word, size: sizes[i] });
        this.listedTerms.add(stems[i] || word);
      });
    }

    isKnown(token) {
      const { alternatives, lexicon } = this.language;
      return this.postings.has(token.stem) || alternatives.has(token.toned) || lexicon.has(token.folded);
    }

    // Whether a word that may go on is one already: some document has it, with these tones.
    isFinished({ stem, toned }) {
      const hasForm = !this.language.hasTones || toned === stem || this.postings.has("=" + toned);
      return this.postings.has(stem) && hasForm;
    }

    // Whether an unknown word may be a typing error.
    mayRepair(word) {
      return word.length >= SHORTEST_REPAIRED && /^[a-z]+$/.test(word) && !this.language.isWellFormed(word);
    }

    repair(word) {
      if (!this.mayRepair(word)) return [];
      const known = [];
      for (const [candidate, kind] of neighbours(word)) {
        const found = this.listed.get(candidate);
        const listed = this.language.lexicon.get(candidate);
        const size = found ? found.size : (this.listed.get(listed)?.size ?? 0);
        if (found || listed !== undefined) known.push([kind + (candidate[0] === word[0] ? 0 : 1), -size, candidate]);
      }
      known.sort((a, b) => a[0] - b[0] || a[1] - b[1] || kb.byCodePoints(a[2], b[2]));
      return this.core.settings.repair
        .slice(0, known.length)
        .map((likely, i) => [known[i][2], likely]);
    }

    complete(beginning) {
      const found = new Map();
      for (const words of this.lists) {
        if (!words || kb.byCodePoints(words[words.length - 1], beginning) < 0) continue;
        for (let i = bisect(words.length, (i) => kb.byCodePoints(words[i], beginning) < 0); i < words.length; i++) {
          if (!words[i].startsWith(beginning)) return this.commonest(found);
          const { term, size } = this.listed.get(words[i]);
          if (words[i] !== beginning) found.set(term, size);
        }
      }
      return this.commonest(found);
    }

    commonest(found) {
      const ordered = [...found].sort((a, b) => b[1] - a[1] || kb.byCodePoints(a[0], b[0]));
      return ordered.slice(0, this.core.settings.prefixes).map(([term]) => term);
    }

    // Read a query, fetch what it needs, and give {terms: [[term, posting]…], potentials}.
    async plan(query, isTyping) {
      const { language, core } = this;
      const read = kb.read(kb.cut(query, LONGEST_TEXT), language).slice(0, LONGEST_QUERY);
      const isOpen = read.length > 0 && read[read.length - 1].end === query.length;
      const last = isTyping && isOpen ? read[read.length - 1] : null;
      const first = read.map((token) => token.stem);
      for (const token of read) {
        for (const [words] of language.alternatives.get(token.toned) ?? []) first.push(...words.map((word) => kb.readToken(word, 0, 0, language).stem));
      }
      await this.loadTerms(first);
      const mayBeMeant = (token) => token.weight >= FULL && !this.isKnown(token) && this.mayRepair(token.folded);
      if (last && !this.isFinished(last)) await this.loadWords(last.folded);
      const isComplete = (token) => token === last && !this.isFinished(token) && this.complete(token.folded).length > 0;
      if (read.some((token) => mayBeMeant(token) && !isComplete(token))) await this.loadWords();
      const readings = new Map();
      for (const token of read) readings.set(token, this.readingsOf(token, token === last));
      // A repaired word's postings are not here yet, but the list of words then is.
      const isIndexed = (stem) => this.postings.has(stem) || this.listedTerms.has(stem);
      const terms = kb.queryTerms(read, (token) => readings.get(token), isIndexed, language, core.settings.query);
      await this.loadTerms(terms.map(({ term }) => term));
      const known = terms.filter(({ term }) => this.postings.has(term)).map((term) => [term, this.postings.get(term.term)]);
      known.sort(([a, p], [b, q]) => b.weight * q.idf - a.weight * p.idf || kb.byCodePoints(a.term, b.term));
      return { terms: known, potentials: this.potentials(read, readings, known) };
    }

    readingsOf(token, isLast) {
      const { prefix } = this.core.settings;
      const isKnown = this.isKnown(token);
      const read = (word) => kb.readToken(word, token.start, token.end, this.language);
      if (isLast && !this.isFinished(token)) {
        const more = this.complete(token.folded).map((word) => [{ ...read(word), stem: word }, prefix]);
        if (more.length) return isKnown ? [[token, FULL], ...more] : more;
      }
      if (isKnown || token.weight < FULL) return [[token, FULL]];
      const repaired = this.repair(token.folded).map(([word, likely]) => [read(word), likely]);
      return repaired.length ? repaired : [[token, FULL]];
    }

    potentials(read, readings, known) {
      const potentials = read.map((token) => readings.get(token)[0][0].weight * this.core.unknown);
      const seen = new Set();
      for (const [{ term, weight, place }, { idf }] of known) {
        if (term.includes(" ") || term[0] === "=" || term[0] === "~") continue;
        potentials[place] = seen.has(place) ? Math.max(potentials[place], weight * idf) : weight * idf;
        seen.add(place);
      }
      return potentials;
    }

    // The best `limit` as [score, document], best first; ties by place, which is by id.
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
      const ranked = best(scores, CANDIDATES);
      for (let at = rest; at < plan.terms.length; at++) {
        const [{ weight }, posting] = plan.terms[at];
        const factor = weight * posting.idf;
        const row = posting.documents.length >= COMMON ? rowOf(posting, this.core.count) : null;
        for (const pair of ranked) pair[0] += factor * (row ? row[pair[1]] : impactIn(posting, pair[1]));
      }
      return ranked.sort(byScore).slice(0, limit);
    }

    judge(plan, document, score) {
      const total = plan.potentials.reduce((sum, value) => sum + value, 0);
      if (!total) return 0;
      const matched = new Set(plan.terms.filter(([, posting]) => impactIn(posting, document)).map(([{ place }]) => place));
      const covered = plan.potentials.reduce((sum, value, place) => sum + (matched.has(place) ? value : 0), 0);
      const strength = Math.floor((FULL * score) / (total * this.core.settings.impacts));
      return kb.confidenceOf(Math.floor((FULL * covered) / total), strength, this.core.settings.confidence);
    }

    // The best `limit` documents: {place, id, title, url, kind, isFallback, score, confidence, wanted}.
    async search(query, { limit = 8, isTyping = false } = {}) {
      const plan = await this.plan(query, isTyping);
      const wanted = new Map(plan.terms.map(([{ term, weight }, { idf }]) => [term, weight * idf]));
      const ranked = this.rank(plan, limit);
      return Promise.all(
        ranked.map(async ([score, place]) => ({
          ...(await this.title(place)),
          place,
          score,
          confidence: this.judge(plan, place, score),
          wanted,
        })),
      );
    }

    // The shard that holds a document's title, and its place there.
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
      if (folder === undefined || !name) throw new Error(DAMAGED);
      const shared = VALUES[name.charCodeAt(0)];
      const slug = shared ? kb.slug(shard.titles[at], this.language.characters).slice(0, shared) : "";
      return `${folder}${folder && "/"}${slug}${name.slice(1)}`;
    }

    // Questions, answer and passages of a document.
    async textOf(place) {
      const each = this.core.texts;
      const [shard, at] = await this.titlesOf(place);
      const first = (place - at) / each;
      const number = Math.floor(place / each);
      const hash = shard.texts.slice((number - first) * HASH_LETTERS, (number - first + 1) * HASH_LETTERS);
      const texts = await this.fetchOnce(`texts-${number}-${hash}.json`, (loaded) => loaded);
      return texts[place - number * each];
    }

    // What to show of a hit: {answer, anchor, heading, passage, marks, titleMarks, matched}.
    async details(hit) {
      const text = await this.textOf(hit.place);
      const chosen = this.choosePassage(text, hit.wanted);
      return {
        ...chosen,
        answer: text.answer,
        answerMarks: this.marks(text.answer, hit.wanted),
        titleMarks: this.marks(hit.title, hit.wanted),
        marks: this.marks(chosen.passage, hit.wanted),
        matched: this.matchedWords(hit.title, text, hit.wanted),
      };
    }

    worth(text, wanted) {
      const present = new Set(kb.read(text, this.language).flatMap((token) => [token.stem, "=" + token.toned]));
      let sum = 0;
      for (const term of present) sum += wanted.get(term) ?? 0;
      return sum;
    }

    choosePassage(text, wanted) {
      let best = null;
      let most = 0;
      for (const passage of text.passages) {
        const worth = 2 * this.worth(passage[1], wanted) + this.worth(passage[2], wanted);
        if (best === null || worth > most) [best, most] = [passage, worth];
      }
      if (best === null) {
        const letters = [...text.answer];
        const end = kb.safeCut(letters, SNIPPET, this.language.characters);
        return { anchor: "", heading: "", passage: letters.slice(0, end).join("") };
      }
      return { anchor: best[0], heading: best[1], passage: this.snippet(best[2], wanted) };
    }

    snippet(text, wanted) {
      const { characters } = this.language;
      const letters = [...text];
      const placeOf = placesOf(letters);
      const tokens = kb.read(text, this.language);
      const [starts, ends] = [tokens.map((token) => placeOf(token.start)), tokens.map((token) => placeOf(token.end))];
      const worths = tokens.map(({ stem, toned }) => Math.max(wanted.get(stem) ?? 0, wanted.get("=" + toned) ?? 0));
      const most = worths.reduce((most, worth) => Math.max(most, worth), 0);
      const middle = letters.length <= SNIPPET || !most ? 0 : starts[worths.indexOf(most)];
      let start = Math.max(0, Math.min(middle - Math.floor(SNIPPET / 3), letters.length - SNIPPET));
      if (start) start = kb.safeCut(letters, starts.find((place) => place >= start) ?? start, characters);
      let end = ends.reduce((last, place) => (place <= start + SNIPPET && place > last ? place : last), -1);
      if (end < 0) end = start + SNIPPET;
      if (end < start || letters.length <= start + SNIPPET) end = Math.min(letters.length, start + SNIPPET);
      end = kb.safeCut(letters, end, characters);
      const shown = letters.slice(start, end).join("").split(/\s+/).filter(Boolean).join(" ");
      return (start ? "… " : "") + shown + (end < [...text.trimEnd()].length ? " …" : "");
    }

    // [start, end] of each word of `text` that the query asked for, to be marked as it is written.
    marks(text, wanted) {
      return kb
        .read(text, this.language)
        .filter(({ stem, toned }) => wanted.has(stem) || wanted.has("=" + toned))
        .map(({ start, end }) => [start, end]);
    }

    // Every word of a document, in order: [as its writer spelt it, in small letters; its stem; its exact form].
    wordsOf(title, text) {
      const texts = [title, ...text.questions, text.answer, ...text.passages.flatMap(([, heading, body]) => [heading, body])];
      return texts.flatMap((part) =>
        kb.read(part, this.language).map(({ start, end, stem, toned }) =>
          [kb.lower(part.slice(start, end), this.language.characters), stem, "=" + toned]));
    }

    matchedWords(title, text, wanted) {
      const found = this.wordsOf(title, text).filter(([, stem, exact]) => wanted.has(stem) || wanted.has(exact));
      return [...new Set(found.map(([word]) => word))];
    }
  }

  // From a place in UTF-16 units to one in code points.
  function placesOf(letters) {
    const places = new Map();
    let unit = 0;
    letters.forEach((letter, place) => {
      places.set(unit, place);
      unit += letter.length;
    });
    return (place) => places.get(place) ?? letters.length;
  }

  function byScore(a, b) {
    return b[0] - a[0] || a[1] - b[1];
  }

  // Finds the lowest number that counts first, which is far cheaper than sorting pairs.
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

  // A common term's impact in every document, kept: looking up is then a step, not a search.
  function rowOf(posting, count) {
    if (!posting.row) {
      posting.row = new Uint8Array(count);
      posting.documents.forEach((document, i) => (posting.row[document] = posting.impacts[i]));
    }
    return posting.row;
  }

  function impactIn({ documents, impacts }, document) {
    const place = bisect(documents.length, (i) => documents[i] < document);
    return place < documents.length && documents[place] === document ? impacts[place] : 0;
  }

  // `rule` is {share, highest, step, table}, from the core shard.
  kb.confidenceOf = function (covered, strength, { share, highest, step, table }) {
    const mixed = share * covered + (FULL - share) * Math.min(strength, highest);
    const raw = Math.min(step * (table.length - 1), Math.floor(mixed / FULL));
    const place = Math.floor(raw / step);
    if (place + 1 >= table.length) return table[table.length - 1];
    return table[place] + Math.floor(((table[place + 1] - table[place]) * (raw % step)) / step);
  };

  kb.Index = Index;
})(typeof self === "undefined" ? globalThis : self);
