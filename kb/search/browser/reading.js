// How text is read: the twin of kb/text/folding.py, letters.py, stemming.py, languages.py, reading.py and of
// kb/search/indexing/terms.py. Places in a text count UTF-16 units here, code points there; lengths that decide anything count
// code points on both sides. Both are held together by tests/cases/*.json. No import, no build step: a
// classic script that adds to `self.kbSearch`, so that it runs in a worker and in Node alike.

(function (root) {
  const kb = (root.kbSearch = root.kbSearch || {});
  const APOSTROPHES = "'\u2019\u2018\u02bc\u00b4`";
  const NOISE =
    /https?:\/\/[^ \t\r\n]+|www\.[^ \t\r\n]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_.]{1,64}|[A-Za-z]{1,6}[-_][0-9]{3,32}|#[0-9]{2,32}/g;
  const NOISE_SIGNS = ["://", "@", "www.", "-", "_", "#"];
  const FULL = 100;
  const WEAK = 30;
  const FAIRLY_WEAK = 45;
  const LONGEST_WORD = 40;
  const JOINER = "\u200d";
  const MOST_JOINED = 40;
  const FLAG_LETTER = /^[\u{1f1e6}-\u{1f1ff}]/u;
  const SURROGATE = /[\ud800-\udfff]/;
  const LEAST_MAIN_WEIGHT = 60;
  const NAMED_WEIGHT = 60;

  // ---- letters -------------------------------------------------------------------------------

  function pairs([keys, values]) {
    const read = values.includes(" ") ? values.split(" ") : [...values];
    return new Map([...keys].map((key, place) => [key, read[place]]));
  }

  function escapeCode(code) {
    return "\\u{" + code.toString(16) + "}";
  }

  // The inside of a character class, from the ends of its ranges: each as its distance from the one before, in base 36.
  function charClass(steps) {
    let code = 0;
    const codes = steps.split(" ").map((step) => (code += parseInt(step, 36)));
    let inside = "";
    for (let i = 0; i < codes.length; i += 2) inside += escapeCode(codes[i]) + "-" + escapeCode(codes[i + 1]);
    return inside;
  }

  kb.compileCharacters = function (table) {
    const inside = charClass(table.words);
    const spaceless = table.spaceless.map(([a, b]) => escapeCode(a) + "-" + escapeCode(b)).join("");
    return {
      folded: pairs(table.folded),
      qualities: pairs(table.qualities),
      tones: pairs(table.tones),
      toneMarks: pairs(table.tone_marks),
      marks: new Set(table.marks),
      compose: new Map(Object.entries(table.compose)),
      word: new RegExp(`[${inside}]+(?:[${APOSTROPHES}][${inside}]+)*`, "gu"),
      spaceless: new RegExp(`[${spaceless}]`, "u"),
      joined: new RegExp(`^[${charClass(table.joined)}]`, "u"),
      cased: new RegExp(`[${charClass(table.cased)}]`, "gu"),
      read: new Map(),
    };
  };

  kb.fold = function (text, characters) {
    let folded = "";
    for (const char of text) {
      if (!characters.marks.has(char)) folded += characters.folded.get(char) ?? char;
    }
    return folded;
  };

  // Code points of a text.
  function size(text) {
    return SURROGATE.test(text) ? [...text].length : text.length;
  }

  // The first `length` code points of a text.
  kb.cut = function (text, length) {
    return text.length <= length ? text : [...text.slice(0, 2 * length)].slice(0, length).join("");
  };

  // Order by code points, as Python sorts: UTF-16 puts what lies beyond U+FFFF before U+E000.
  kb.byCodePoints = function (a, b) {
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) {
      const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
      if (one !== other) return inOrder(one) - inOrder(other);
    }
    return a.length - b.length;
  };

  function inOrder(unit) {
    return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
  }

  // `lower` of kb/text/letters.py: letter by letter, and only in scripts whose small letters never change.
  kb.lower = function (text, characters) {
    return text.replace(characters.cased, (letter) => letter.toLowerCase());
  };

  // `safe_cut` of kb/text/letters.py, of a text as an array of code points.
  kb.safeCut = function (letters, place, characters) {
    for (let back = place; back > Math.max(0, place - MOST_JOINED); back--) {
      if (!isInside(letters, back, characters)) return back;
    }
    return place > MOST_JOINED ? place : 0;
  };

  function isInside(letters, place, characters) {
    if (place <= 0 || place >= letters.length) return false;
    const [before, after] = [letters[place - 1], letters[place]];
    if (before === JOINER || characters.joined.test(after) || (before === "\r" && after === "\n")) return true;
    if (!FLAG_LETTER.test(before) || !FLAG_LETTER.test(after)) return false;
    let flags = 0;
    while (flags < place && FLAG_LETTER.test(letters[place - flags - 1])) flags++;
    return flags % 2 === 1;
  }

  // The twin of fold_slug in kb/text/folding.py.
  kb.slug = function (text, characters) {
    const bare = [...text].filter((char) => !APOSTROPHES.includes(char)).join("");
    return kb.fold(bare, characters).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  };

  kb.readWord = function (word, characters) {
    const known = characters.read.get(word);
    if (known) return known;
    const letters = [];
    let tones = "";
    for (const char of word) {
      const together = letters.length ? characters.compose.get(letters[letters.length - 1] + char) : undefined;
      if (characters.toneMarks.has(char)) {
        tones += characters.toneMarks.get(char);
      } else if (together !== undefined) {
        letters[letters.length - 1] = together;
      } else if (!characters.marks.has(char) && !APOSTROPHES.includes(char)) {
        letters.push(characters.qualities.get(char) ?? characters.folded.get(char) ?? char);
        tones += characters.tones.get(char) ?? "";
      }
    }
    const quality = letters.join("");
    const read = [kb.fold(quality, characters), quality + tones];
    if (characters.read.size > 50000) characters.read.clear();
    characters.read.set(word, read);
    return read;
  };

  // ---- stems ---------------------------------------------------------------------------------

  const CLITICS = ["", "nya", "lah", "kah", "pun", "ku", "mu"];
  const SUFFIXES = ["", "kan", "an", "i"];
  const PREFIXES = [
    ["memper", [""]], ["diper", [""]], ["menge", [""]], ["penge", [""]], ["meng", ["", "k"]],
    ["peng", ["", "k"]], ["meny", ["s"]], ["peny", ["s"]], ["mem", ["", "p"]], ["pem", ["", "p"]],
    ["men", ["", "t"]], ["pen", ["", "t"]], ["ber", ["", "r"]], ["per", ["", "r"]], ["ter", ["", "r"]],
    ["bel", [""]], ["pel", [""]], ["di", [""]], ["ke", [""]], ["se", [""]], ["me", [""]], ["pe", [""]],
    ["be", [""]],
  ];

  function cut(word, ending) {
    return word.slice(0, word.length - ending.length);
  }

  function stripSuffixes(word, steps, exceptions) {
    if (Object.hasOwn(exceptions, word)) return exceptions[word];
    for (const step of steps) {
      for (const [suffix, replacement, shortest] of step) {
        if (word.endsWith(suffix) && size(word) - suffix.length >= shortest) {
          word = cut(word, suffix) + replacement;
          break;
        }
      }
    }
    return word;
  }

  function withoutPrefix(word) {
    const found = [];
    for (const [prefix, losses] of PREFIXES) {
      if (word.startsWith(prefix)) for (const lost of losses) found.push(lost + word.slice(prefix.length));
    }
    return found;
  }

  function findRoot(word, roots) {
    if (size(word) > 3 && word.endsWith("2")) word = word.slice(0, -1);
    if (size(word) <= 3 || roots.has(word)) return word;
    let best = "";
    const consider = (candidate) => {
      if (roots.has(candidate) && size(candidate) >= 3 && size(candidate) > size(best)) best = candidate;
    };
    for (const clitic of CLITICS) {
      if (!word.endsWith(clitic)) continue;
      const bare = cut(word, clitic);
      for (const suffix of SUFFIXES) {
        if (!bare.endsWith(suffix)) continue;
        const stripped = cut(bare, suffix);
        const once = withoutPrefix(stripped);
        consider(stripped);
        once.forEach(consider);
        for (const part of once) withoutPrefix(part).forEach(consider);
      }
    }
    return best || guessRoot(word);
  }

  function guessRoot(word) {
    let guess = word;
    for (const clitic of CLITICS.slice(1)) {
      if (word.endsWith(clitic) && size(word) - clitic.length >= 4) guess = cut(word, clitic);
    }
    for (const [prefix, losses] of PREFIXES) {
      if (guess.startsWith(prefix) && size(guess) - prefix.length >= 4) {
        let rest = guess.slice(prefix.length);
        if ("aeiou".includes(rest[0])) rest = losses[losses.length - 1] + rest;
        for (const suffix of SUFFIXES.slice(1)) {
          if (rest.endsWith(suffix) && size(rest) - suffix.length >= 4) return cut(rest, suffix);
        }
        return rest;
      }
    }
    return guess;
  }

  function stemmer(rule) {
    const kept = new Map();
    let stem = (word) => word;
    if (rule.kind === "suffixes") {
      stem = (word) => stripSuffixes(word, rule.steps, rule.exceptions ?? {});
    } else if (rule.kind === "affixes") {
      const roots = new Set(rule.roots.split(" "));
      stem = (word) => findRoot(word, roots);
    }
    return (word) => {
      let found = kept.get(word);
      if (found === undefined) kept.set(word, (found = stem(word)));
      return found;
    };
  }

  // ---- a language's word lists ---------------------------------------------------------------

  kb.compileLanguage = function (data, table) {
    const characters = kb.compileCharacters(table);
    const language = { characters, hasTones: Boolean(data.has_tones), stem: stemmer(data.stem ?? {}) };
    const readAll = (text) => (text.match(characters.word) ?? []).map((word) => kb.readWord(word, characters));
    const split = (text) => (text ? text.split(" ").map((word) => kb.readWord(word, characters)) : []);
    const strong = new Set((data.strong_when_folded ?? "").split(" "));
    const weakForms = (listed) => {
      const forms = new Set();
      for (const [folded, toned] of split(listed)) {
        if (language.hasTones) {
          forms.add(toned);
          if (!strong.has(folded)) forms.add(folded);
        } else {
          forms.add(language.stem(folded)).add(folded);
        }
      }
      return forms;
    };
    language.weak = weakForms(data.weak);
    language.fairlyWeak = weakForms(data.fairly_weak);
    language.alternatives = new Map();
    for (const [key, value] of Object.entries(data.alternatives ?? {})) {
      const options = value.split("|").map((option) => {
        const colon = option.lastIndexOf(":");
        return [option.slice(0, colon).split(" "), Number(option.slice(colon + 1))];
      });
      language.alternatives.set(kb.readWord(key, characters)[1], options);
    }
    language.concepts = new Map();
    const common = new Set(language.hasTones ? split(data.weak).map(([folded]) => folded) : []);
    for (const [name, members] of Object.entries(data.concepts ?? {})) {
      for (const member of members.split(",")) {
        const words = readAll(member);
        const folded = words.map((word) => word[0]).join(" ");
        const phrase = words.map((word) => (language.hasTones ? word[1] : language.stem(word[0]))).join(" ");
        const keys = new Set([phrase]);
        if (language.hasTones && (folded.includes(" ") || !common.has(folded))) keys.add(folded);
        for (const key of keys) {
          const names = language.concepts.get(key) ?? [];
          if (!names.includes(name)) language.concepts.set(key, [...names, name]);
        }
      }
    }
    language.longestPhrase = Math.max(0, ...[...language.concepts.keys()].map((key) => key.split(" ").length));
    const wellFormed = data.well_formed ? new RegExp(`^(?:${data.well_formed})$`) : null;
    language.isWellFormed = (word) => wellFormed !== null && wellFormed.test(word);
    const listed = [data.weak, data.fairly_weak, Object.keys(data.alternatives ?? {}).join(" ")];
    const lexicon = readAll([...listed, ...Object.values(data.concepts ?? {})].join(" "));
    language.lexicon = new Map(
      lexicon.map(([folded]) => [folded, language.hasTones ? folded : language.stem(folded)]),
    );
    return language;
  };

  // ---- words of a text -----------------------------------------------------------------------

  kb.findWords = function (text, language) {
    const { word: pattern, spaceless } = language.characters;
    const found = [];
    if (NOISE_SIGNS.some((sign) => text.includes(sign))) {
      text = text.replace(NOISE, (match) => " ".repeat(match.length));
    }
    for (const match of text.matchAll(pattern)) {
      const word = match[0];
      if (spaceless.test(word)) {
        let start = match.index;
        for (const char of word) {
          found.push([char, start, start + char.length]);
          start += char.length;
        }
      } else if ([...word].length <= LONGEST_WORD) {
        found.push([word, match.index, match.index + word.length]);
      }
    }
    return found;
  };

  function isNumber(folded) {
    const length = [...folded].length;
    const digits = folded.replace(/[^0-9]/g, "").length;
    return (length >= 6 && digits >= 4) || (length === 5 && digits === 5);
  }

  function weigh(folded, toned, stem, language) {
    const form = language.hasTones ? toned : folded;
    if (language.weak.has(form) || (!language.hasTones && language.weak.has(stem))) return WEAK;
    if (language.fairlyWeak.has(form) || (!language.hasTones && language.fairlyWeak.has(stem))) return FAIRLY_WEAK;
    return FULL;
  }

  kb.readToken = function (word, start, end, language) {
    const [folded, toned] = kb.readWord(word, language.characters);
    const stem = language.hasTones ? folded : language.stem(folded);
    return { start, end, folded, toned, stem, weight: weigh(folded, toned, stem, language) };
  };

  kb.read = function (text, language) {
    return kb
      .findWords(text, language)
      .map(([word, start, end]) => kb.readToken(word, start, end, language))
      .filter((token) => token.folded && !isNumber(token.folded));
  };

  kb.findConcepts = function (tokens, language) {
    const named = tokens.map((token) => (language.hasTones ? token.toned : token.stem));
    const found = [];
    for (let first = 0; first < named.length; first++) {
      for (let length = Math.min(language.longestPhrase, named.length - first); length > 0; length--) {
        for (const name of language.concepts.get(named.slice(first, first + length).join(" ")) ?? []) {
          found.push([name, first, length]);
        }
      }
    }
    return found;
  };

  // ---- terms of a query ----------------------------------------------------------------------

  kb.expandToken = function (token, language) {
    const options = language.alternatives.get(token.toned);
    if (!options || options[0][1] < LEAST_MAIN_WEIGHT) return null;
    return options[0][0].map((word) => kb.readToken(word, token.start, token.end, language));
  };

  function ownWeight(token, language) {
    const options = language.alternatives.get(token.toned);
    if (!options) return token.weight;
    return Math.max(...options[0][0].map((word) => kb.readToken(word, 0, 0, language).weight));
  }

  function share(weight, percent) {
    return Math.floor((weight * percent) / FULL);
  }

  // `readingsOf(token)` gives [[token, per cent], …], likeliest first. Returns a Map of
  // term → {term, weight, place} in order of appearance.
  kb.queryTerms = function (tokens, readingsOf, isIndexed, language, weights) {
    const found = new Map();
    const slots = [];
    const add = (term, weight, place) => {
      if (weight > 0 && !(found.get(term)?.weight >= weight)) found.set(term, { term, weight, place });
    };
    tokens.forEach((token, place) => {
      const readings = readingsOf(token);
      for (const [reading, likely] of readings) {
        const own = share(ownWeight(reading, language), likely);
        add(reading.stem, own, place);
        if (reading.toned !== reading.stem) add("=" + reading.toned, share(own, weights.exact), place);
        for (const [words, chance] of language.alternatives.get(reading.toned) ?? []) {
          for (const word of words) {
            const option = kb.readToken(word, token.start, token.end, language);
            add(option.stem, share(share(option.weight, chance), likely), place);
          }
        }
      }
      const main = kb.expandToken(readings[0][0], language);
      if (main === null) slots.push([place, readings]);
      else for (const part of main) slots.push([place, [[part, readings[0][1]]]]);
    });
    const mains = slots.map(([, readings]) => readings[0][0]);
    for (const [name, first, length] of kb.findConcepts(mains, language)) {
      const likely = slots[first][1][0][1];
      add("~" + name, share(weights.concept, likely), slots[first][0]);
      if (!mains.slice(first, first + length).some((token) => isIndexed(token.stem))) {
        for (const word of name.split(" ")) {
          add(kb.readToken(word, 0, 0, language).stem, share(NAMED_WEIGHT, likely), slots[first][0]);
        }
      }
    }
    for (let i = 0; i + 1 < slots.length; i++) {
      for (const [a, likelyA] of slots[i][1]) {
        for (const [b, likelyB] of slots[i + 1][1]) {
          const weight = share(Math.max(a.weight, b.weight), weights.pair);
          add(`${a.stem} ${b.stem}`, share(weight, Math.min(likelyA, likelyB)), slots[i][0]);
        }
      }
    }
    return [...found.values()];
  };

  kb.homeOf = function (term, language) {
    if (term[0] !== "=") return term;
    const word = term.slice(1);
    const folded = kb.fold(language.hasTones ? word.replace(/[1-5]+$/, "") : word, language.characters);
    return language.hasTones ? folded : language.stem(folded);
  };
})(typeof self === "undefined" ? globalThis : self);
