// A script, a channel and the customer's values → the reply: the twin of kb/replies/render.py, working on
// what desk_data (kb/desk/export.py) exports. Nothing here touches the page or the network.

import SHARED from "../shared/render.json" with { type: "json" };
import { checkText } from "../../channels/browser/rule_matching.js";
import { countSegments } from "../../channels/browser/sms.js";
import { readableName } from "./field_labels.js";
import { findLeftovers } from "./leftovers.js";
import { cleanValue, dropAccents, fillBlocks, holesInAddress, newWriting, writeText } from "./plain_text.js";
import { escapeHtml, writeHtml } from "./rich_text.js";
import { dayFault } from "./typed_days.js";
import { writeTypedDate } from "./written_dates.js";

const SENTENCE = new RegExp(SHARED.sentence);

/** The most telling part: channel before variant before the default; its short form where `isShort` and there is one. */
export function choosePart(parts, channel, variant, isShort = false) {
  const keys = [[variant, channel], ["", channel], [variant, ""], ["", ""]];
  const first = (wanted, short) => wanted
    .map(([ofVariant, ofChannel]) => parts.find((part) => part.short === short && part.variant === ofVariant && part.channel === ofChannel))
    .find(Boolean);
  const whole = first(keys, false) ?? parts.find((part) => !part.short);
  return !isShort || !whole ? whole : first(whole.channel ? keys.slice(0, 2) : keys, true) ?? whole;
}

/** The placeholders that blocks name, each once, in order. */
export function holesIn(blocks) {
  const names = new Set();
  const walk = (parts) => {
    for (const part of parts) {
      if (!Array.isArray(part)) continue;
      if (part[0] === "hole") names.add(part[1]);
      else if (part.length === 3 && part[0] === "a") holesInAddress(part[1]).forEach((name) => names.add(name));
      walk(part);
    }
  };
  walk(blocks);
  return [...names];
}

/**
 * The reply that `script` makes. `data` is {channels, rules, leftovers, links, call_phrases,
 * field_labels, placeholder_types, date_forms};
 * `values` maps placeholder → text; `today` (2026-11-25) is the day by which days are judged. Returns the fields of Reply in render.py; positions in
 * findings and leftovers count UTF-16 units.
 */
export function renderReply(script, { channelId, variant = "", isShort = false, values = {}, today = "", data }) {
  const channel = data.channels[channelId];
  const part = choosePart(script.parts, channel.id, variant, isShort);
  const notes = [];
  if (script.channels.length && !script.channels.includes(channel.id)) {
    notes.push({ code: "not-for-channel", about: channel.id });
  }
  const base = { script: script.id, language: script.language, channel: channel.id };
  if (!part) {
    notes.push({ code: "no-text", about: script.id });
    return { ...base, variant: "", is_short: false, text: "", html: "", steps: [], length: 0, segments: null,
      segments_with_accents: null, is_too_long: false, leftovers: [], findings: [], missing: [], doubtful: [], impossible: [], notes, images: [] };
  }
  if (variant && part.variant !== variant) notes.push({ code: "no-variant", about: variant });
  if (isShort && !part.short) notes.push({ code: "no-short", about: script.id });
  const links = data.links[script.language] ?? {};
  const optional = new Set(script.placeholders.filter((one) => !one.required).map((one) => one.name));
  const required = new Set(holesIn(part.blocks).filter((name) => !optional.has(name)));
  const given = withDefaults(script, values);
  const honorifics = new Set(script.placeholders.filter((one) => one.type === "honorific").map((one) => one.name));
  const filled = fillBlocks(part.blocks, given, required, writtenDates(script, given, data.date_forms[script.language]), honorifics);
  const writing = newWriting(channel, links);
  const withAccents = writeText(filled, writing);
  for (const address of writing.leftOut) notes.push({ code: "link-left-out", about: address.replace(/^kb:/, "") });
  const missing = holesIn(filled);
  let text = channel.accents === "drop" ? dropAccents(withAccents) : withAccents;
  let html = writeHtml(filled, newWriting(channel, links));
  let steps = [];
  if (channel.form === "call") {
    steps = part.channel === channel.id
      ? writtenSteps(filled, newWriting(channel, links))
      : spokenSteps(filled, newWriting(channel, links), missing, data.call_phrases[script.language] ?? data.call_phrases.en, data.field_labels[script.language] ?? {});
    text = steps.map((step, index) => `${index + 1}. ${step}`).join("\n");
    html = `<ol>${steps.map((step) => `<li>${escapeHtml(step)}</li>`).join("")}</ol>`;
  }
  return {
    ...base, variant: part.variant, is_short: part.short, text, html, steps, ...measure(text, withAccents, channel),
    leftovers: findLeftovers(text, data.leftovers, declared(script, missing)),
    findings: checkText(text, channel, "", data.rules), missing,
    ...oddValues(script, values, { today, data }), notes, images: script.images,
  };
}

/** Those of `names` that an agent can fill in; braces with another name are nobody's. */
const declared = (script, names) => script.placeholders.map(({ name }) => name).filter((name) => names.includes(name));

/** `values`, and the script's own words where a value is empty. */
function withDefaults(script, values) {
  const own = script.placeholders.filter((one) => one.default && !cleanValue(Object.hasOwn(values, one.name) ? values[one.name] : ""));
  return { ...values, ...Object.fromEntries(own.map((one) => [one.name, one.default])) };
}

/** The days among `values` (2026-11-25) as the script's language writes them. */
function writtenDates(script, values, form) {
  const days = script.placeholders.filter(({ name, type }) => type === "date" && Object.hasOwn(values, name));
  return Object.fromEntries(days.map(({ name }) => [name, writeTypedDate(cleanValue(values[name]), form)]));
}

function writtenSteps(blocks, writing) {
  return blocks.map((block) => {
    const step = writeText([block], writing);
    if (block[0] !== "li") return step;
    return (step.startsWith(block[2]) ? step.slice(block[2].length) : step).trim();
  }).filter(Boolean);
}

function spokenSteps(blocks, writing, missing, phrases, labels) {
  const sentences = blocks.flatMap((block) => {
    const text = writeText([block], writing);
    return block[0] === "li" ? [text] : text.split(SENTENCE);
  }).filter((one) => one.trim());
  return [
    phrases.greet,
    ...missing.map((name) => phrases.ask.replace("{name}", () => labels[name] ?? readableName(name))),
    ...sentences.map((sentence) => phrases.say.replace("{text}", () => sentence.trim())),
    phrases.close,
  ];
}

/** {length, segments, segments_with_accents, is_too_long} of a text on a channel. */
export function measure(text, withAccents, channel) {
  const length = [...text].length;
  const limit = channel.limit ?? null;
  if (channel.counting !== "segments") {
    return { length, segments: null, segments_with_accents: null, is_too_long: limit !== null && length > limit };
  }
  const segments = countSegments(text);
  return {
    length,
    segments,
    segments_with_accents: text === withAccents ? null : countSegments(withAccents),
    is_too_long: limit !== null && segments.segments > limit,
  };
}

function oddValues(script, values, { today, data }) {
  const names = { doubtful: [], impossible: [] };
  const [, months] = data.date_forms[script.language] ?? data.date_forms.en;
  for (const { name, type, when } of script.placeholders) {
    const value = cleanValue(Object.hasOwn(values, name) ? values[name] : "");
    if (!value) continue;
    const fault = type === "date" ? dayFault(value, { when, today, months }) : "";
    const looksRight = new RegExp(data.placeholder_types[type] ?? "[\\s\\S]", "u").test(value);
    if (fault === "none") names.impossible.push(name);
    if (!looksRight || (fault && fault !== "none")) names.doubtful.push(name);
  }
  return names;
}
