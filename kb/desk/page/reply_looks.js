// How a reply is said: in its short form, with the customer called as the agent calls them, with the agent's signature.

import { make } from "../../browser_code/elements.js";
import { button, isTyping } from "./elements.js";

/** Alt+S, but not where a keyboard writes a sign with it into a field. */
const isKey = ({ altKey, ctrlKey, metaKey, key = "", code, target }) =>
  altKey && !ctrlKey && !metaKey && (key.toLowerCase() === "s" || (code === "KeyS" && !isTyping(target)));

/**
 * `context`: {settings, say(text)}; `state` is the reply's. `onTurn(changes)` and `onFill(name, value)` are told what the
 * agent chose. Gives {node, build(script), show()}: built once for a reply and a channel, shown at every key.
 */
export function makeLooks({ context, state, onTurn, onFill }) {
  const { settings, say } = context;
  const { words } = settings;
  const node = make("div", { class: "kb-desk__looks" });
  let update = [];

  const pressed = (made, isOn) => made.setAttribute("aria-pressed", String(isOn()));

  function shortButton() {
    const made = button(words.short, turnShort, { class: "kb-desk__look", "aria-keyshortcuts": "Alt+S" });
    made.append(" ", make("kbd", {}, "Alt S"));
    update.push(() => pressed(made, () => state.chosen().isShort));
    return made;
  }

  function turnShort() {
    const isShort = !state.chosen().isShort;
    onTurn({ isShort });
    say(isShort ? words.short_shown : words.short_hidden, true);
  }

  function signButton() {
    const made = button(words.signed, () => onTurn({ isSigned: !state.isSigned() }), { class: "kb-desk__look" });
    update.push(() => pressed(made, state.isSigned));
    return made;
  }

  /** One button for each form of address that the language has, and one for what the script says by itself, in all of `names`. */
  function addressGroup(names, language) {
    const forms = [["", words.address_written], ...(settings.address_forms[language] ?? []).map((form) => [form, form])];
    if (forms.length === 1 || !names.length) return null;
    const buttons = forms.map(([form, label]) => {
      const made = button(label, () => names.forEach((name) => onFill(name, form)), { class: "kb-desk__look", lang: form ? language : null });
      update.push(() => pressed(made, () => (state.chosen().values[names[0]] ?? "") === form));
      return made;
    });
    return make("span", { class: "kb-desk__address", role: "group", "aria-label": words.address }, ...buttons);
  }

  document.addEventListener("keydown", (event) => {
    if (!isKey(event) || !node.isConnected || !state.isOpen() || !state.hasShort()) return;
    event.preventDefault();
    turnShort();
  });

  return {
    node,
    build(script) {
      update = [];
      const names = script.placeholders.filter(({ type }) => type === "honorific").map(({ name }) => name);
      const made = [addressGroup(names, script.language), state.hasShort() ? shortButton() : null, state.signature() ? signButton() : null].filter(Boolean);
      node.replaceChildren(...made);
      node.hidden = !made.length;
    },
    show: () => update.forEach((one) => one()),
  };
}
