// A language's word lists made ready for reading: the twin of kb/text/languages.py.

import { compileCharacters, readWord } from "./folding.js";
import { stemmer } from "./stemming.js";
import { FULL } from "./tokenizer.js";

/** A language ready for the tokenizer, from its data file and the table of characters. */
export function compileLanguage(data, table) {
  const characters = compileCharacters(table);
  const language = { characters, hasTones: Boolean(data.has_tones), typed: data.typed?.split(" ") ?? [], stem: stemmer(data.stem ?? {}) };
  const readAll = (text) => (text.match(characters.word) ?? []).map((word) => readWord(word, characters));
  const split = (text) => (text ? text.split(" ").map((word) => readWord(word, characters)) : []);
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
  for (const [meant, spellings] of Object.entries(data.alternatives ?? {})) {
    const options = meant.split("|").map((option) => {
      const [words, likelihood = FULL] = option.split(":");
      return [words.split(" "), Number(likelihood)];
    });
    for (const spelling of spellings.split(", ")) language.alternatives.set(readWord(spelling, characters)[1], options);
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
  language.phrases = tonedPhrases(language.hasTones ? data : {}, readAll);
  const phrases = [...language.phrases.keys()].map((phrase) => phrase.split(" "));
  language.phraseStarts = new Set(phrases.map(([first]) => first));
  language.longestToned = Math.max(1, ...phrases.map((words) => words.length));
  const wellFormed = data.well_formed ? new RegExp(`^(?:${data.well_formed})$`) : null;
  language.isWellFormed = (word) => wellFormed !== null && wellFormed.test(word);
  const meanings = [data.alternatives, data.concepts].flatMap((listed) => Object.values(listed ?? {}));
  const lexicon = readAll([data.weak, data.fairly_weak, ...meanings].join(" "));
  language.lexicon = new Map(
    lexicon.map(([folded]) => [folded, language.hasTones ? folded : language.stem(folded)]),
  );
  return language;
}

/** Folded phrase of the lists → its words with diacritics; what has two spellings is left out. */
function tonedPhrases(data, readAll) {
  const meanings = Object.keys(data.alternatives ?? {}).flatMap((meant) => meant.split("|").map((option) => option.split(":")[0]));
  const members = Object.values(data.concepts ?? {}).flatMap((value) => value.split(","));
  const found = new Map();
  for (const words of [...meanings, ...members].map(readAll)) {
    if (words.length < 2) continue;
    const [folded, toned] = [0, 1].map((form) => words.map((word) => word[form]).join(" "));
    found.set(folded, (found.get(folded) ?? new Set()).add(toned));
  }
  const single = [...found].filter(([, spellings]) => spellings.size === 1);
  return new Map(single.map(([folded, [toned]]) => [folded, toned.split(" ")]));
}
