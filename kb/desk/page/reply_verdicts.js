// What the desk says about the text of a reply, at every key: notes, length, faults, pictures to attach.

import { make } from "../../browser_code/elements.js";
import { dropAccents } from "../../replies/browser/plain_text.js";
import { button, counted, fill, shorten } from "./elements.js";
import { isRefused, standing } from "./judging.js";
import { fieldLabel } from "./labels.js";

/**
 * `context`: {desk, data, settings, root}; `state` is the reply's. `select(start, end)` shows the agent a stretch of
 * the text, `edit(text)` puts another one in its place, `refresh()` shows all anew. Gives {nodes, show, focusConsent}.
 */
export function makeVerdicts({ context, state, select, edit, refresh }) {
  const { desk, data, settings } = context;
  const { words } = settings;
  const parts = {
    notes: make("ul", { class: "kb-desk__notes" }),
    counter: make("p", { class: "kb-desk__counter", id: "kb-desk-counter" }),
    faults: make("div", { class: "kb-desk__faults" }),
    pictures: make("div", { class: "kb-desk__pictures" }),
  };
  let consent = null;

  function showNotes({ script, reply, text, isEdited }) {
    const name = (code, about) => (code === "not-for-channel" ? state.channelName(about) : code === "no-variant" ? settings.variants[about] ?? about : about);
    const { indexLanguage } = state.chosen().answer;
    const notes = reply.notes.map(({ code, about }) => desk.note({ code, about: name(code, about) }, settings.language));
    if (script.language !== indexLanguage) notes.push(fill(words.other_language, { language: settings.languages[script.language] ?? script.language }));
    if (isEdited && script.placeholders.length) notes.push(words.edited);
    if (!text.trim() && !isEdited) notes.push(words.no_text);
    if (state.isDated()) notes.push(...[dayNote()].filter(Boolean));
    if (state.isOfMarket()) notes.push(...state.markets.notes(state.marketNow(), { options: state.options(), replyIn: state.replyIn }));
    parts.notes.hidden = !notes.length;
    parts.notes.replaceChildren(...notes.map((note) => make("li", {}, note)));
  }

  /** By which day the reply is filled, where another day would fill it otherwise. */
  function dayNote() {
    const long = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(settings.language, { dateStyle: "long", timeZone: "UTC" });
    const day = state.dayNow();
    if (day) return fill(words.as_of, { date: long(day) });
    return state.days.since() ? fill(words.as_of_today, { date: long(state.days.since()) }) : "";
  }

  function showCounter({ text, judged }) {
    const { length, segments, segments_with_accents: before, is_too_long: isTooLong } = judged;
    const { limit } = state.channel();
    const nodes = [];
    if (segments) {
      nodes.push(counted(words, "sms", segments.segments, { encoding: segments.encoding, room: segments.room }));
      if (segments.costly.length) nodes.push(fill(words.costly, { letters: segments.costly.slice(0, 30).join(" ") }));
      if (before && before.segments > segments.segments) nodes.push(counted(words, "saved", segments.segments, { before: before.segments }));
    } else {
      nodes.push(limit ? counted(words, "count_of", length, { n: number(length), limit: number(limit) }) : counted(words, "count", length, { n: number(length) }));
    }
    parts.counter.replaceChildren(...nodes.map((node) => make("span", {}, node)));
    const plain = segments?.encoding === "UCS-2" ? dropAccents(text) : text;
    if (plain !== text) parts.counter.append(button(words.drop, () => edit(plain), { class: "kb-desk__small" }));
    if (isTooLong) parts.counter.append(make("strong", { class: "kb-desk__long" }, words.too_long));
    parts.counter.classList.toggle("kb-desk__counter--over", isTooLong);
  }

  const number = (value) => value.toLocaleString(settings.language);

  function showFaults({ text, judged, key }) {
    parts.faults.hidden = !key;
    if (parts.faults.dataset.key === key) return;
    parts.faults.dataset.key = key;
    if (!key) {
      state.chosen().consent = "";
      parts.faults.replaceChildren();
      return;
    }
    const items = judged.leftovers.map(({ kind, start, end }) => leftoverItem(text.slice(start, end), kind, start, end));
    items.push(...judged.findings.map(({ rule, start, end }) => faultItem(text.slice(start, end), data.rules.rules[rule], start, end)));
    if (judged.unfilled.length) items.push(make("li", {}, fill(words.unfilled, { names: judged.unfilled.map((name) => fieldLabel(name, words)).join(", ") })));
    items.push(...standing(judged.odd).map((one) => oddItem(one)));
    const box = make("input", { type: "checkbox" });
    box.checked = state.chosen().consent === key;
    box.addEventListener("change", () => { state.chosen().consent = box.checked ? key : ""; refresh(); });
    const mustChange = isRefused(judged);
    consent = mustChange ? null : box;
    parts.faults.classList.toggle("kb-desk__faults--rule", mustChange || judged.findings.length > 0);
    parts.faults.replaceChildren(make("p", {}, make("strong", {}, judged.findings.length ? fill(words.breaks, { channel: state.channelName(state.chosen().channel) }) : words.not_ready)),
      make("ul", {}, ...items), mustChange ? make("p", {}, words.must_change) : make("label", { class: "kb-desk__consent" }, box, make("span", {}, words.override)));
  }

  const saidButton = (said, start, end) => button(`“${shorten(said, 60)}”`, () => select(start, end), { class: "kb-desk__said" });

  function faultItem(said, rule, start, end) {
    const word = (rows) => rows?.[settings.language] ?? rows?.en ?? "";
    return make("li", {}, saidButton(said, start, end), " ", make("b", {}, word(rule?.names)), `. ${word(rule?.reasons)}`);
  }

  const oddItem = ({ name, value, fault, start, end }) => make("li", {}, saidButton(value, start, end), " ", fill(fault === "none" ? words.no_such_day : words.odd_value, { name: fieldLabel(name, words), value }));

  const leftoverItem = (said, kind, start, end) => make("li", {}, saidButton(said, start, end), " ", kind === "tag" ? words.left_tag : words.left_over);

  function showPictures(images) {
    const { id } = state.chosen().answer;
    const folder = id.slice(0, id.lastIndexOf("/") + 1);
    parts.pictures.replaceChildren(...(images.length ? [make("p", {}, words.attach), make("ul", {}, ...images.map((image) => make("li", {},
      make("a", { href: context.root + folder + encodeURI(image), target: "_blank", rel: "noreferrer" }, image))))] : []));
  }

  return {
    nodes: parts,
    /** Show what `state.current()` gave. */
    show(now) {
      showNotes(now);
      showCounter(now);
      showFaults(now);
      showPictures(now.reply.images);
    },
    focusConsent: () => consent?.focus(),
  };
}
