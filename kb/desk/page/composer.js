// The right-hand side: the chosen reply, its fields, its text on the channel, what is wrong with it, and
// the keys that copy it.

import { make, marked } from "../../browser_code/elements.js";
import { dropAccents } from "../../replies/browser/plain_text.js";
import { articleScript, formsOf } from "./articles.js";
import { makeDays } from "./days.js";
import { copy, htmlFromText, richNodes } from "./copying.js";
import { button, counted, fill, select, shorten } from "./elements.js";
import { fieldsOf, foundValues } from "./fields.js";
import { consentKey, isRefused, judge, marksIn } from "./judging.js";
import { makeMarkets } from "./markets.js";

/** `context`: {desk, data, settings, memory, root, say(text), onCopied(id), onLeave()}. */
export function makeComposer(sheet, context) {
  const { desk, data, settings, memory } = context;
  const { words } = settings;
  const days = makeDays(data);
  const markets = makeMarkets(data, settings);
  let chosen = null;
  let orderedOn = ""; // of one customer: typed; an order number in a field says it too
  let market = null; // of one customer: chosen; null where the desk is to know it

  /** Show an answer (or a kept reply); `given` are values known already, such as the customer's name. */
  function open(answer, { channel, variant, given = {} }) {
    const script = answer.kind === "article" ? null : desk.script(answer.id, answer.language);
    if (answer.kind !== "article" && !script) return;
    const values = script ? { ...foundValues(script, context.message()), ...knownValues(script, given) } : {};
    chosen = { answer, script, values, edited: null, consent: "", form: "", channel: "", variant };
    chosen.channel = channelFor(script, channel);
    build();
  }

  function knownValues(script, given) {
    const known = { agent_name: memory.get("agentName"), ...given };
    return Object.fromEntries(script.placeholders.filter(({ name }) => Object.hasOwn(known, name) && known[name]).map(({ name }) => [name, known[name]]));
  }

  function channelFor(script, wanted) {
    if (wanted && Object.hasOwn(data.channels, wanted)) return wanted;
    const own = (script?.channels ?? []).filter((id) => data.channels[id]);
    return own.find((id) => settings.channels.includes(id)) ?? own[0] ?? (data.channels.livechat ? "livechat" : Object.keys(data.channels)[0]);
  }

  const channelNow = () => data.channels[chosen.channel];
  const dayNow = () => orderedOn || days.dayIn(chosen.values, chosen.channel);
  const marketNow = () => markets.find(market, { values: chosen.values, channel: chosen.channel, language: chosen.answer.indexLanguage });
  const target = (code = marketNow()) => days.links(chosen.answer.indexLanguage, dayNow(), code)[chosen.answer.id];

  function scriptIn(code) {
    if (chosen.script) return days.script(chosen.script, dayNow(), code);
    const forms = formsOf(target(code), channelNow());
    const form = forms.includes(chosen.form) ? chosen.form : (forms[0] ?? "");
    return articleScript(chosen.answer, target(code), form);
  }

  /** What an order of the market `code` is answered. */
  function replyIn(code) {
    const script = scriptIn(code);
    return { script, reply: desk.reply(script, replyOptions(), days.links(script.language, dayNow(), code)) };
  }

  const replyOptions = () => ({ channelId: chosen.channel, variant: chosen.variant, values: chosen.values });

  // ---- building: once for a reply and a channel --------------------------------------------------

  const parts = {};

  function build() {
    const { answer } = chosen;
    const script = scriptIn(marketNow());
    parts.notes = make("ul", { class: "kb-desk__notes" });
    parts.fields = fieldsOf(script, chosen.values, { words, message: context.message(), onInput: typed, onLast: () => parts.copy.focus() });
    parts.mirror = make("div", { class: "kb-desk__mirror", "aria-hidden": "true" });
    parts.text = make("textarea", { class: "kb-desk__text", rows: 3, spellcheck: "false", translate: "no", autocomplete: "off",
      "aria-label": words.text, lang: script.language, "aria-describedby": "kb-desk-counter" });
    parts.text.addEventListener("input", edited);
    parts.editor = make("div", { class: "kb-desk__editor", lang: script.language }, parts.mirror, parts.text);
    parts.preview = make("div", { class: "kb-desk__preview", lang: script.language, tabindex: "0", role: "region", "aria-label": words.preview });
    parts.counter = make("p", { class: "kb-desk__counter", id: "kb-desk-counter" });
    parts.faults = make("div", { class: "kb-desk__faults" });
    parts.pictures = make("div", { class: "kb-desk__pictures" });
    parts.copy = button("", () => send(), { class: "kb-button kb-button--main", "aria-keyshortcuts": "Control+Enter Meta+Enter" });
    parts.copy.append(words.copy, " ", make("kbd", {}, isMac() ? "⌘ ↵" : "Ctrl ↵"));
    parts.rich = button(words.copy_rich, () => send(true), { "aria-keyshortcuts": "Control+Shift+Enter Meta+Shift+Enter" });
    parts.reset = button(words.reset, reset);
    sheet.replaceChildren(
      head(answer, script), parts.notes, ...(parts.fields.node ? [parts.fields.node] : []),
      parts.editor, parts.preview, parts.counter, parts.faults, parts.pictures,
      make("div", { class: "kb-desk__actions" }, parts.copy, parts.rich, parts.reset),
    );
    sheet.hidden = false;
    refresh();
  }

  function head(answer, script) {
    const isScript = answer.kind !== "article";
    const star = isScript ? starButton(answer.id) : null;
    const page = make("a", { href: context.root + answer.url, target: "_blank", rel: "noreferrer" }, words.open_page);
    const title = make("div", { class: "kb-desk__head" }, make("h3", { tabindex: "-1", lang: script.language }, answer.title), star);
    const row = make("div", { class: "kb-desk__picks" }, channelPick(script));
    if (!isScript) {
      const forms = formsOf(target(), channelNow()).map((form) => [form, words[`form_${form}`]]);
      if (forms.length > 1) row.append(select(words.form, forms, forms.some(([form]) => form === chosen.form) ? chosen.form : forms[0][0], (form) => { chosen.form = form; chosen.edited = null; build(); }));
    }
    if (isDated()) row.append(dayField());
    parts.market = isOfMarket() ? markets.pick(marketNow(), chooseMarket) : null;
    if (parts.market) row.append(parts.market.node);
    row.append(make("p", { class: "kb-desk__page" }, page));
    return make("header", {}, title, row);
  }

  const isDated = () => days.isDated(chosen.script, chosen.answer.indexLanguage, chosen.answer.id);

  const isOfMarket = () => markets.isDependent(chosen.script, chosen.answer.indexLanguage, chosen.answer.id);

  function chooseMarket(code) {
    market = code;
    chosen.edited = null; // what was edited said what holds in another market
    refresh();
  }

  function dayField() {
    const input = make("input", { type: "date", max: days.today(), "data-kb-desk-day": "true", title: words.ordered_hint });
    input.value = orderedOn;
    input.addEventListener("change", () => {
      orderedOn = input.value && input.value <= days.today() ? input.value : "";
      input.value = orderedOn;
      chosen.edited = null; // what was edited said what held on another day
      refresh();
    });
    return make("label", { class: "kb-desk__field" }, make("span", {}, words.ordered_on), input);
  }

  /** By which day the reply is filled, where another day would fill it otherwise. */
  function dayNote() {
    const long = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(settings.language, { dateStyle: "long", timeZone: "UTC" });
    if (dayNow()) return fill(words.as_of, { date: long(dayNow()) });
    return days.since() ? fill(words.as_of_today, { date: long(days.since()) }) : "";
  }

  function starButton(id) {
    const made = button("", () => {
      memory.toggleFavourite(id);
      show();
      context.onKept();
    }, { class: "kb-desk__star", "aria-label": words.favourite, title: words.favourite });
    const show = () => {
      made.setAttribute("aria-pressed", String(memory.isFavourite(id)));
      made.textContent = memory.isFavourite(id) ? "★" : "☆";
    };
    show();
    return made;
  }

  function channelPick(script) {
    const isOwn = (id) => !script.channels.length || script.channels.includes(id);
    const ids = [...new Set([...settings.channels, chosen.channel])].filter((id) => data.channels[id]);
    const name = (id) => data.channels[id].names[settings.language] ?? data.channels[id].names.en ?? id;
    const choices = [...ids.filter(isOwn), ...ids.filter((id) => !isOwn(id))]
      .map((id) => [id, isOwn(id) ? name(id) : fill(words.not_meant, { channel: name(id) })]);
    return select(words.sent_on, choices, chosen.channel, (id) => { chosen.channel = id; chosen.edited = null; build(); parts.text.focus(); });
  }

  // ---- keeping up: at every key ------------------------------------------------------------------

  function typed(name, value) {
    chosen.values[name] = value;
    if (name === "agent_name") memory.set("agentName", value.slice(0, 80));
    refresh();
  }

  function edited() {
    chosen.edited = parts.text.value;
    refresh();
  }

  function reset() {
    chosen.edited = null;
    refresh();
    parts.text.focus();
  }

  function current() {
    const { script, reply } = replyIn(marketNow());
    const isEdited = chosen.edited !== null;
    const text = isEdited ? chosen.edited : reply.text;
    const judged = judge(text, { reply, isEdited, channel: channelNow(), script, book: data.rules, leftovers: data.leftovers });
    const html = isEdited ? htmlFromText(text) : reply.html;
    return { script, reply, text, html, isEdited, judged, key: consentKey(text, judged) };
  }

  function refresh() {
    const now = current();
    const { reply, text, judged, isEdited } = now;
    const form = channelNow().form ?? "plain";
    if (parts.text.value !== text) parts.text.value = text;
    parts.mirror.replaceChildren(marked(text, marksIn(text, judged)), "\u200b");
    parts.editor.hidden = form === "call" && !isEdited;
    parts.preview.hidden = form === "plain";
    if (form !== "plain") parts.preview.replaceChildren(richNodes(now.html));
    parts.fields.show(reply);
    parts.market?.show(marketNow());
    parts.reset.hidden = !isEdited;
    showNotes(now);
    showCounter(now);
    showFaults(now);
    showPictures(reply.images);
    const isFree = isAllowed(now);
    for (const one of [parts.copy, parts.rich]) one.setAttribute("aria-disabled", String(!isFree));
  }

  const isAllowed = ({ text, key, judged }) => Boolean(text.trim()) && !isRefused(judged) && (!key || chosen.consent === key);

  function showNotes({ script, reply, text, isEdited }) {
    const name = (code, about) => (code === "not-for-channel" ? channelName(about) : code === "no-variant" ? settings.variants[about] ?? about : about);
    const notes = reply.notes.map(({ code, about }) => desk.note({ code, about: name(code, about) }, settings.language));
    if (script.language !== chosen.answer.indexLanguage) notes.push(fill(words.other_language, { language: settings.languages[script.language] ?? script.language }));
    if (isEdited && script.placeholders.length) notes.push(words.edited);
    if (!text.trim() && !isEdited) notes.push(words.no_text);
    if (isDated()) notes.push(...[dayNote()].filter(Boolean));
    if (parts.market) notes.push(...markets.notes(marketNow(), { options: replyOptions(), replyIn }));
    parts.notes.hidden = !notes.length;
    parts.notes.replaceChildren(...notes.map((note) => make("li", {}, note)));
  }

  const channelName = (id) => data.channels[id]?.names[settings.language] ?? data.channels[id]?.names.en ?? id;

  function showCounter({ text, judged }) {
    const { length, segments, segments_with_accents: before, is_too_long: isTooLong } = judged;
    const { limit } = channelNow();
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
    if (plain !== text) parts.counter.append(button(words.drop, () => { chosen.edited = plain; refresh(); parts.text.focus(); }, { class: "kb-desk__small" }));
    if (isTooLong) parts.counter.append(make("strong", { class: "kb-desk__long" }, words.too_long));
    parts.counter.classList.toggle("kb-desk__counter--over", isTooLong);
  }

  const number = (value) => value.toLocaleString(settings.language);

  function showFaults({ text, judged, key }) {
    parts.faults.hidden = !key;
    if (parts.faults.dataset.key === key) return;
    parts.faults.dataset.key = key;
    if (!key) {
      chosen.consent = "";
      parts.faults.replaceChildren();
      return;
    }
    const items = judged.leftovers.map(({ kind, start, end }) => leftoverItem(text.slice(start, end), kind, start, end));
    items.push(...judged.findings.map(({ rule, start, end }) => faultItem(text.slice(start, end), data.rules.rules[rule], start, end)));
    if (judged.unfilled.length) items.push(make("li", {}, fill(words.unfilled, { names: judged.unfilled.map(spoken).join(", ") })));
    const box = make("input", { type: "checkbox" });
    box.checked = chosen.consent === key;
    box.addEventListener("change", () => { chosen.consent = box.checked ? key : ""; refresh(); });
    parts.consent = box;
    const mustChange = isRefused(judged);
    if (mustChange) parts.consent = null;
    parts.faults.classList.toggle("kb-desk__faults--rule", mustChange || judged.findings.length > 0);
    parts.faults.replaceChildren(make("p", {}, make("strong", {}, judged.findings.length ? fill(words.breaks, { channel: channelName(chosen.channel) }) : words.not_ready)),
      make("ul", {}, ...items), mustChange ? make("p", {}, words.must_change) : make("label", { class: "kb-desk__consent" }, box, make("span", {}, words.override)));
  }

  const saidButton = (said, start, end) => button(`“${shorten(said, 60)}”`, () => { parts.editor.hidden = false; parts.text.focus(); parts.text.setSelectionRange(start, end); }, { class: "kb-desk__said" });

  function faultItem(said, rule, start, end) {
    const word = (rows) => rows?.[settings.language] ?? rows?.en ?? "";
    return make("li", {}, saidButton(said, start, end), " ", make("b", {}, word(rule?.names)), `. ${word(rule?.reasons)}`);
  }

  const leftoverItem = (said, kind, start, end) => make("li", {}, saidButton(said, start, end), " ", kind === "tag" ? words.left_tag : words.left_over);

  function showPictures(images) {
    const folder = chosen.answer.id.slice(0, chosen.answer.id.lastIndexOf("/") + 1);
    parts.pictures.replaceChildren(...(images.length ? [make("p", {}, words.attach), make("ul", {}, ...images.map((image) => make("li", {},
      make("a", { href: context.root + folder + encodeURI(image), target: "_blank", rel: "noreferrer" }, image))))] : []));
  }

  // ---- copying -----------------------------------------------------------------------------------

  async function send(isRich = false) {
    if (!chosen) return false;
    const now = current();
    if (!isAllowed(now)) {
      context.say(now.judged.unfilled.length && !now.judged.findings.length && !now.judged.leftovers.length ? words.fill_first : words.blocked);
      if (isRefused(now.judged)) {
        parts.editor.hidden = false;
        parts.text.focus();
        const { start, end } = now.judged.leftovers.find((one) => one.is_sure);
        parts.text.setSelectionRange(start, end);
      } else if (!(now.judged.unfilled.length && parts.fields.focusFirst(now.judged.unfilled))) parts.consent?.focus();
      return false;
    }
    const { answer, channel } = chosen;
    const isCopied = await copy(now.text, isRich ? now.html : "");
    if (!isCopied) {
      parts.editor.hidden = false;
      parts.text.focus();
      parts.text.select();
      context.say(words.copy_by_hand, true);
      return false;
    }
    context.say(fill(isRich ? words.copied_rich : words.copied, { channel: channelName(channel) }), true);
    if (answer.kind !== "article") memory.used(answer.id);
    context.onCopied(answer);
    return true;
  }

  return {
    open,
    send,
    isOpen: () => chosen !== null,
    focus: () => parts.fields.focusFirst() || parts.copy.focus(),
    /** What is open, for `restore`; null where nothing is. */
    save: () => chosen && { ...chosen, values: { ...chosen.values }, orderedOn, market },
    restore(saved) {
      if (!saved) return this.clear();
      chosen = saved;
      ({ orderedOn, market } = saved);
      return build();
    },
    /** Another channel or class was picked for the whole desk. */
    pick({ channel, variant }) {
      if (!chosen) return;
      if (channel) chosen.channel = channelFor(chosen.script, channel);
      chosen.variant = variant;
      chosen.edited = null;
      build();
    },
    clear() {
      chosen = null;
      orderedOn = "";
      market = null;
      sheet.replaceChildren(make("p", { class: "kb-desk__hint" }, words.choose));
    },
  };
}

const spoken = (name) => name.replaceAll("_", " ");
const isMac = () => /mac|iphone|ipad/i.test(navigator.platform ?? "");
