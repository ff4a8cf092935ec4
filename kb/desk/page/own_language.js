// The reply in the agent's own language, beside one that they may not read: what the shop's writers wrote, filled with
// the same values. It is never a part of what is copied.

import { make } from "../../browser_code/elements.js";
import { richNodes } from "./copying.js";
import { articleScript } from "./articles.js";
import { button, fill, isTyping } from "./elements.js";

const HIDDEN = "glossHidden";

/** Alt+L, but not where a keyboard writes a sign with it into a field (“@” on a German Mac). */
const isKey = ({ altKey, ctrlKey, metaKey, key = "", code, target }) =>
  altKey && !ctrlKey && !metaKey && (key.toLowerCase() === "l" || (code === "KeyL" && !isTyping(target)));

/** What the agent's language calls an answer that has a title in another one; "" where it has none, or the same. */
export function glossTitles({ desk, data, settings }) {
  const { language } = settings;
  return ({ kind, id, language: ofAnswer, title }) => {
    if (ofAnswer === language || kind === "short") return "";
    const found = kind === "article" ? data.links[language]?.[id] : desk.script(id, language);
    const isOwn = kind === "article" || found?.language === language;
    return isOwn && found && found.title !== title ? found.title : "";
  };
}

/** `context`: {desk, settings, memory, say(text)}; `state` is the reply's. Gives {node, show(now)}. */
export function makeOwnLanguage({ context, state }) {
  const { desk, settings, memory, say } = context;
  const { words, language } = settings;
  const name = settings.languages[language] ?? language;
  const told = (word) => fill(words[word], { language: name });
  const text = make("div", { class: "kb-desk__gloss-text", dir: "auto", lang: language, id: "kb-desk-gloss" });
  const toggle = button(told("gloss"), turn, { class: "kb-desk__small", "aria-keyshortcuts": "Alt+L", "aria-controls": "kb-desk-gloss" });
  toggle.append(" ", make("kbd", {}, "Alt L"));
  const note = make("span", {}, words.gloss_edited);
  const node = make("section", { class: "kb-desk__gloss", "aria-label": told("gloss"), hidden: true }, toggle, text, note);
  let isEdited = false;

  /** The reply as it stands in the agent's language; null where nobody wrote it. */
  function written() {
    const { answer, form } = state.chosen();
    const [day, market] = [state.dayNow(), state.marketNow()];
    const links = state.days.links(language, day, market);
    if (answer.kind === "article") {
      const target = links[answer.id];
      return target ? desk.reply(articleScript({ ...answer, indexLanguage: language }, target, form), state.options(), links) : null;
    }
    const script = desk.script(answer.id, language);
    return script?.language === language ? desk.reply(state.days.script(script, day, market), state.options(), links) : null;
  }

  function fillIn() {
    const isShown = !memory.get(HIDDEN);
    toggle.setAttribute("aria-expanded", String(isShown));
    text.hidden = !isShown;
    note.hidden = !isShown || !isEdited;
    if (!isShown) return;
    const reply = written();
    if (!reply?.text) text.replaceChildren(make("em", {}, told("gloss_none")));
    else if (state.channel().form === "plain" || !state.channel().form) text.replaceChildren(make("p", { class: "kb-desk__as-is" }, reply.text));
    else text.replaceChildren(richNodes(reply.html));
  }

  function turn() {
    const isShown = Boolean(memory.get(HIDDEN));
    memory.set(HIDDEN, isShown ? "" : "yes");
    fillIn();
    say(told(isShown ? "gloss_shown" : "gloss_hidden"), true);
  }

  document.addEventListener("keydown", (event) => {
    if (!isKey(event) || !node.isConnected || node.hidden) return;
    event.preventDefault();
    turn();
  });

  return {
    node,
    /** Keep up with what `state.current()` gave. */
    show(now) {
      node.hidden = now.script.language === language;
      ({ isEdited } = now);
      if (!node.hidden) fillIn();
    },
  };
}
