// Judge the text of a reply by the rules of its channel: the twin of kb/channels/rule_matching.py.

import SHARED from "../shared/rule_matching.json" with { type: "json" };
import { foldWithPositions, maskUntoned } from "../../text/browser/fold_offsets.js";
import { undisguised } from "./disguises.js";

const SENTENCE_END = new RegExp(SHARED.sentence_end, "g");
const HOST = new RegExp(SHARED.host);
const compiled = new Map();

function regex(expression) {
  if (!compiled.has(expression)) compiled.set(expression, new RegExp(expression, "g"));
  const held = compiled.get(expression);
  held.lastIndex = 0;
  return held;
}

/** May a link to `host` stand in a reply on `channel`? */
export function permitsHost(channel, host) {
  const links = channel.links ?? "any";
  if (links === "any") return true;
  const hosts = channel.link_hosts ?? [];
  return links === "own" && hosts.some((own) => host === own || host.endsWith(`.${own}`));
}

/**
 * Findings {rule, start, end} in the order of the text; positions count UTF-16 units.
 * `book` is {rules, packs} as `rule_packs_as_json` writes it; `language` empty judges by all.
 */
export function checkText(text, channel, language, book) {
  const letters = [...text];
  const judged = letters.length > SHARED.longest ? letters.slice(0, SHARED.longest).join("") : text;
  const folded = foldWithPositions(judged);
  const found = new Map();
  for (const id of channel.rule_packs ?? []) {
    const pack = book.packs[id];
    if (!pack) continue;
    const masked = maskUntoned(folded, judged, pack.untoned);
    const plain = undisguised(masked);
    for (const rule of pack.rules) {
      for (const [from, to] of [...breaches(book.rules[rule], masked, channel, language), ...hiddenBreaches(book.rules[rule], plain, channel, language)]) {
        const start = folded.starts[from];
        const end = folded.ends[to - 1];
        found.set(`${start} ${end} ${rule}`, { rule, start, end });
      }
    }
  }
  return withoutOverlaps([...found.values()]);
}

/** Breaches by words that are disguised; patterns of any language are of numbers and links, which are not. */
function hiddenBreaches(rule, plain, channel, language) {
  if (!plain) return [];
  const own = { ...rule, patterns: rule.patterns.filter(([code]) => code !== "any") };
  return breaches(own, plain.text, channel, language).map(([start, end]) => plain.span(start, end)).filter(Boolean);
}

function breaches(rule, text, channel, language) {
  return rule.patterns
    .filter((pattern) => !language || pattern[0] === language || pattern[0] === "any")
    .flatMap((pattern) => matches(pattern, text))
    .filter(([start, end]) => !(rule.permits_own_hosts && isOwnLink(text.slice(start, end), channel)));
}

function matches([, find, unless, before], text) {
  const spans = [];
  for (const match of text.matchAll(regex(find))) {
    const words = match[0];
    const inner = words.replace(/^[ .,!?\n]+/, "") || words;
    const start = match.index + words.length - inner.length;
    const end = start + inner.replace(/[ \n]+$/, "").length;
    if (end > start && !isExcused(unless, before, text, start, end)) spans.push([start, end]);
  }
  return spans;
}

function isExcused(unless, before, text, start, end) {
  if (before && regex(before).test(text.slice(Math.max(0, start - SHARED.look_back), start))) return true;
  return Boolean(unless && regex(unless).test(sentence(text, start, end)));
}

function sentence(text, start, end) {
  let first = Math.max(0, start - SHARED.longest_sentence);
  const head = text.slice(first, start);
  for (const mark of head.matchAll(SENTENCE_END)) first = start - head.length + mark.index + 1;
  const mark = text.slice(end).search(SENTENCE_END);
  const last = Math.min(text.length, end + SHARED.longest_sentence, mark >= 0 ? end + mark : text.length);
  return text.slice(first, last);
}

function isOwnLink(words, channel) {
  const host = HOST.exec(words);
  return Boolean(host && permitsHost(channel, host[1].replace(/^www\./, "").replace(/\.+$/, "")));
}

function withoutOverlaps(findings) {
  findings.sort((a, b) => a.start - b.start || b.end - a.end || (a.rule < b.rule ? -1 : 1));
  const lastEnd = new Map();
  return findings.filter((finding) => {
    if (finding.start < (lastEnd.get(finding.rule) ?? -1)) return false;
    lastEnd.set(finding.rule, finding.end);
    return true;
  });
}
