// The first answer of a message, shown where the reply will stand before it is taken: grey, to be read while one decides.
// It is a reply of its own, so that nothing of it is copied, kept or shared before the agent takes it.

import { make, marked } from "../../browser_code/elements.js";
import { richNodes } from "./copying.js";
import { fill } from "./elements.js";
import { marksIn } from "./judging.js";
import { makeReplyState } from "./reply_state.js";

const SHOWN = new Set(["sure", "likely"]);

/**
 * `page`: {composer, conversation, picks, …}, `context` what the composer is given. Gives {show, send}: `send(isRich)` copies
 * the open reply; without one it takes the first answer, and copies it where nothing is left to look at.
 */
export function makeFirstAnswer(sheet, { page, context }) {
  const { words } = context.settings;
  const state = makeReplyState(context);
  let answer = null; // what is shown
  let isClean = false;

  function clear() {
    answer = null;
    isClean = false;
    if (!page.composer.isOpen()) page.composer.hint();
  }

  /**
   * Is there nothing left to look at? Then one key takes and copies: the desk is sure of answer and language, the channel is
   * picked, and neither a field, nor a rule, nor a note asks for the agent.
   */
  function isReady(made, now) {
    const { reply, judged } = now;
    const isSure = answer.kind === "short" || answer.certainty === "sure";
    const isOfNoMarket = state.isOfMarket() && !state.marketNow();
    const isOpenQuestion = made.languages.length > 1 || made.parts.length > 1 || Boolean(made.mood) || isOfNoMarket;
    return isSure && !isOpenQuestion && Boolean(context.picked().channel) && state.isAllowed(now) && !judged.is_too_long && !reply.missing.length
      && !reply.doubtful.length && !reply.notes.length && !reply.images.length && now.script.language === made.language && (state.channel().form ?? "plain") !== "call";
  }

  return {
    /** `made` is what answers the message, `first` the first in the list; nothing is shown while a reply is open. */
    show(made, first) {
      if (page.composer.isOpen()) return;
      const { channel, variant } = context.picked();
      state.clear();
      const isWorthIt = first && (first.kind === "short" || SHOWN.has(first.certainty));
      if (!isWorthIt || !state.open(first, { channel, variant, given: page.conversation.given() })) {
        clear();
        return;
      }
      answer = first;
      const now = state.current();
      isClean = isReady(made, now);
      const { script, text, judged, reply } = now;
      const body = make("div", { class: "kb-desk__first-text", dir: "auto", lang: script.language });
      if ((state.channel().form ?? "plain") === "plain") body.append(marked(text, marksIn(text, judged)));
      else body.append(richNodes(now.html));
      const missing = reply.missing.length ? make("p", { class: "kb-desk__first-told" }, fill(words.unfilled, { names: reply.missing.map((name) => name.replaceAll("_", " ")).join(", ") })) : null;
      sheet.replaceChildren(make("section", { class: "kb-desk__first", "aria-label": words.first, "data-kb-desk-ready": isClean },
        make("p", { class: "kb-desk__first-told" }, make("strong", {}, `${words.first} · ${state.channelName(state.chosen().channel)}`), make("span", {}, isClean ? words.first_copies : words.first_takes)),
        make("h3", { lang: first.language }, first.title), body, missing));
    },
    /** Nothing is to be shown: no message is there. */
    clear,
    async send(isRich) {
      if (page.composer.isOpen()) return page.composer.send(isRich);
      if (!answer) return false;
      const isFree = isClean;
      page.conversation.take(answer);
      return isFree && page.composer.send(isRich);
    },
  };
}
