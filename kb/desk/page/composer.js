// The right-hand side: the chosen reply, its fields and its text on the channel, and the keys that copy it.

import { make, marked } from "../../browser_code/elements.js";
import { addedNode } from "./added.js";
import { copy, richNodes } from "./copying.js";
import { button, fill, shorten } from "./elements.js";
import { fieldsOf } from "./fields.js";
import { marksIn, refusedIn, standing } from "./judging.js";
import { fieldLabel } from "./labels.js";
import { makeHead } from "./reply_head.js";
import { makeOwnLanguage } from "./own_language.js";
import { makeLooks } from "./reply_looks.js";
import { makeReplyState } from "./reply_state.js";
import { makeVerdicts } from "./reply_verdicts.js";
import { daysToChoose } from "./working_days.js";

/** `context`: {desk, data, settings, memory, root, message(), say(text), onKept(), onChange(), onTurned(), onBack(), onCopied(answer, how)}. */
export function makeComposer(sheet, context) {
  const { memory } = context;
  const { words, language } = context.settings;
  const state = makeReplyState(context);
  const ownLanguage = makeOwnLanguage({ context, state });
  const looks = makeLooks({ context, state, onTurn: (changes) => move(() => state.turn(changes), refresh), onFill: typed });
  /** @type {any} */
  const parts = {};

  // ---- building: once for a reply and a channel --------------------------------------------------

  function build() {
    const script = state.script();
    parts.fields = fieldsOf(script, state.chosen().values, { words, message: context.message(), say: context.say, daysFor: (one) => daysToChoose(one, { data: context.data, market: state.marketNow(), words, language }), onInput: typed, onLast: () => parts.copy.focus() });
    parts.mirror = make("div", { class: "kb-desk__mirror", dir: "auto", "aria-hidden": "true" });
    parts.text = make("textarea", { class: "kb-desk__text", rows: 3, dir: "auto", spellcheck: "false", translate: "no", autocomplete: "off",
      "aria-label": words.text, lang: script.language, "aria-describedby": "kb-desk-counter" });
    parts.text.addEventListener("input", () => { state.edit(parts.text.value); refresh(); });
    parts.editor = make("div", { class: "kb-desk__editor", lang: script.language }, parts.mirror, parts.text);
    parts.preview = make("div", { class: "kb-desk__preview", dir: "auto", lang: script.language, tabindex: "0", role: "region", "aria-label": words.preview });
    parts.copy = button("", () => send(), { class: "kb-button kb-button--main", "aria-keyshortcuts": "Control+Enter Meta+Enter" });
    parts.copy.append(words.copy, " ", make("kbd", {}, isMac() ? "⌘ ↵" : "Ctrl ↵"));
    parts.back = button(`↑ ${words.to_message}`, context.onBack, { class: "kb-button kb-desk__back", "aria-keyshortcuts": "Escape" });
    parts.rich = button(words.copy_rich, () => send(true), { class: "kb-button kb-desk__rich", "aria-keyshortcuts": "Control+Shift+Enter Meta+Shift+Enter" });
    parts.reset = button(words.reset, () => edit(null));
    parts.own = make("ul", { class: "kb-desk__own" });
    parts.head = makeHead(script, { context, state, onTurn: turn, onDay: (day) => move(() => state.orderOn(day), refresh), onMarket: (code) => move(() => state.chooseMarket(code), refresh) });
    parts.added = addedNode(state.chosen().added, { words, onTakeOut: takeOut });
    parts.verdicts = makeVerdicts({ context, state, select: selectText, edit, refresh });
    const { notes, counter, faults, pictures } = parts.verdicts.nodes;
    looks.build(script);
    sheet.replaceChildren(
      parts.head.node, looks.node, ...(parts.added ? [parts.added] : []), notes, parts.own, ...(parts.fields.node ? [parts.fields.node] : []),
      parts.editor, parts.preview, counter, faults, pictures,
      make("div", { class: "kb-desk__actions" }, parts.back, parts.copy, parts.rich, parts.reset), ownLanguage.node,
    );
    sheet.hidden = false;
    refresh();
  }

  /** Let `change` put the reply into another place, show it, and say where the agent's own text is. */
  function move(change, show) {
    const before = state.chosen().channel;
    const isLeft = change();
    show();
    if (isLeft) context.say(fill(words.own_kept, { channel: state.channelName(before) }), true);
  }

  function turn(changes) {
    move(() => state.turn(changes), build);
    if (changes.channel) (parts.editor.hidden ? parts.preview : parts.text).focus(); // the steps of a call hide the text
  }

  function add(answer, given) {
    if (state.languageOf(answer) !== state.script().language) {
      context.say(fill(words.other_language, { language: context.settings.languages[state.languageOf(answer)] ?? state.languageOf(answer) }));
      return;
    }
    move(() => state.add(answer, given), build);
    context.say(fill(words.was_added, { title: answer.title }), true);
  }

  function takeOut(answer) {
    move(() => state.takeOut(answer), build);
    context.say(fill(words.was_taken_out, { title: answer.title }), true);
    parts.text.focus();
    context.onTurned();
  }

  // ---- keeping up: at every key ------------------------------------------------------------------

  function typed(name, value) {
    state.fill(name, value);
    refresh();
  }

  /** Put `text` in the place of the reply's; null for the reply as it is written. */
  function edit(text) {
    state.edit(text);
    refresh();
    parts.text.focus();
  }

  function selectText(start, end) {
    parts.editor.hidden = false;
    parts.text.focus();
    parts.text.setSelectionRange(start, end);
  }

  /** What the agent wrote elsewhere for this reply, each a button that puts it in here. */
  function showOwn(text) {
    const rows = state.offered(text);
    parts.own.hidden = !rows.length;
    parts.own.replaceChildren(...rows.map((row) => make("li", {}, button(`${fill(words.own_text, { channel: state.channelName(row.channel) })}: “${shorten(row.text, 60)}”`, () => {
      state.bringBack(row.text);
      refresh();
      parts.text.focus();
    }, { class: "kb-desk__small" }))));
  }

  function refresh() {
    const now = state.current();
    const { text, judged, isEdited } = now;
    const form = state.channel().form ?? "plain";
    if (parts.text.value !== text) parts.text.value = text;
    parts.mirror.replaceChildren(marked(text, marksIn(text, judged)), "\u200b");
    parts.editor.hidden = form === "call" && !isEdited;
    parts.preview.hidden = form === "plain";
    sheet.classList.toggle("kb-desk__sheet--plain", form === "plain");
    if (form !== "plain") parts.preview.replaceChildren(richNodes(now.html));
    parts.fields.show(now);
    parts.head.market?.show(state.marketNow());
    parts.reset.hidden = !isEdited;
    showOwn(text);
    parts.verdicts.show(now);
    ownLanguage.show(now);
    looks.show();
    const isFree = state.isAllowed(now);
    for (const one of [parts.copy, parts.rich]) one.setAttribute("aria-disabled", String(!isFree));
    context.onChange();
  }

  // ---- copying -----------------------------------------------------------------------------------

  async function send(isRich = false) {
    if (!state.isOpen()) return false;
    const now = state.current();
    if (!state.isAllowed(now)) {
      refuse(now.judged);
      return false;
    }
    const { answer, added, channel, values } = state.chosen();
    const isCopied = await copy(now.text, isRich ? now.html : "");
    if (!isCopied) {
      parts.editor.hidden = false;
      parts.text.focus();
      parts.text.select();
      context.say(words.copy_by_hand, true);
      return false;
    }
    const noted = context.onCopied(answer, { channel, values, added, script: now.script, text: now.text, judged: now.judged });
    context.say([fill(isRich ? words.copied_rich : words.copied, { channel: state.channelName(channel) }), noted].filter(Boolean).join(" · "), true);
    for (const one of [answer, ...added]) if (one.kind !== "article") memory.used(one.id);
    return true;
  }

  /** Say why nothing was copied, and put the cursor there. */
  function refuse(judged) {
    const { unfilled, findings, leftovers, odd } = judged;
    const refused = refusedIn(judged);
    context.say(unfilled.length && !findings.length && !leftovers.length && !standing(odd).length ? words.fill_first : words.blocked);
    if (refused?.fault) {
      context.say(fill(words.no_such_day, { name: fieldLabel(refused.name, words), value: refused.value }));
      parts.fields.focus(refused.name);
    } else if (refused) selectText(refused.start, refused.end);
    else if (!(unfilled.length && parts.fields.focusFirst(unfilled))) parts.verdicts.focusConsent();
  }

  const hint = () => sheet.replaceChildren(make("p", { class: "kb-desk__hint" }, words.choose));

  function clear() {
    state.clear();
    hint();
    context.onChange();
  }

  return {
    /** Show an answer (or a kept reply); `given` are values known already, such as the customer's name. */
    open(answer, options) {
      if (state.open(answer, options)) build();
    },
    send,
    clear,
    /** Nothing is chosen yet. */
    hint,
    /** Answer another question in the reply that is open. */
    add,
    holds: state.holds,
    isOpen: state.isOpen,
    /** What the agent set for all replies is another. */
    again() {
      if (!state.isOpen()) return;
      state.knowAgain();
      build();
    },
    /** What stands in the fields of the open reply. */
    values: () => (state.isOpen() ? state.chosen().values : {}),
    /** Did the agent write in the open reply's text? */
    isEdited: () => state.isOpen() && state.chosen().edited !== null,
    /** What is open: {answer, channel, market}; null where nothing is. */
    now: () => (state.isOpen() ? { answer: state.chosen().answer, channel: state.chosen().channel, market: state.marketNow() } : null),
    focus: () => parts.fields.focusFirst() || parts.copy.focus(),
    /** This customer's replies, for `restore`; null where none was opened. */
    save: state.save,
    restore(saved) {
      clear();
      if (saved) state.restore(saved);
      if (state.isOpen()) build();
    },
    /** Another channel or class was picked for the whole desk. */
    pick({ channel, variant }) {
      if (state.isOpen()) move(() => state.turn({ variant, ...(channel && { channel }) }), build);
    },
  };
}

const isMac = () => /mac|iphone|ipad/i.test(navigator.platform ?? "");
