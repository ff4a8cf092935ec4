// From a word as written to the form it is found by: the twin of kb/text/stemming.py.

import SHARED from "../shared/stemming.json" with { type: "json" };
import { size } from "./letters.js";

const CLITICS = SHARED.clitics;
const SUFFIXES = SHARED.suffixes;
const PREFIXES = SHARED.prefixes;

function without(word, ending) {
  return word.slice(0, word.length - ending.length);
}

function stripSuffixes(word, steps, exceptions) {
  if (Object.hasOwn(exceptions, word)) return exceptions[word];
  for (const step of steps) {
    for (const [suffix, replacement, shortest] of step) {
      if (word.endsWith(suffix) && size(word) - suffix.length >= shortest) {
        word = without(word, suffix) + replacement;
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
  if (size(word) > SHARED.shortest_root && word.endsWith("2")) word = word.slice(0, -1);
  if (size(word) <= SHARED.shortest_root || roots.has(word)) return word;
  let best = "";
  const consider = (candidate) => {
    if (roots.has(candidate) && size(candidate) >= SHARED.shortest_root && size(candidate) > size(best)) best = candidate;
  };
  for (const clitic of CLITICS) {
    if (!word.endsWith(clitic)) continue;
    const bare = without(word, clitic);
    for (const suffix of SUFFIXES) {
      if (!bare.endsWith(suffix)) continue;
      const stripped = without(bare, suffix);
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
    if (word.endsWith(clitic) && size(word) - clitic.length >= SHARED.shortest_guess) guess = without(word, clitic);
  }
  for (const [prefix, losses] of PREFIXES) {
    if (guess.startsWith(prefix) && size(guess) - prefix.length >= SHARED.shortest_guess) {
      let rest = guess.slice(prefix.length);
      if ("aeiou".includes(rest[0])) rest = losses[losses.length - 1] + rest;
      for (const suffix of SUFFIXES.slice(1)) {
        if (rest.endsWith(suffix) && size(rest) - suffix.length >= SHARED.shortest_guess) return without(rest, suffix);
      }
      return rest;
    }
  }
  return guess;
}

/** The stem of a word, by a language's `stem` rule: {kind: "suffixes", steps, exceptions}, {kind: "affixes", roots} or {}. */
export function stemmer(rule) {
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
