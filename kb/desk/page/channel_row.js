// The agent's own channels as buttons above the message, each with a number: Alt with it picks the channel. Which they are
// the agent chooses, on this machine; until then those that the most replies are written for.

import { make } from "../../browser_code/elements.js";
import { button } from "./elements.js";

const MOST = 6;

/** The channels of the shop that the most scripts are meant for, in the shop's order. */
function usual(ids, scripts) {
  const written = (id) => scripts.filter(({ channels }) => !channels.length || channels.includes(id)).length;
  const most = [...ids].sort((a, b) => written(b) - written(a)).slice(0, MOST);
  return ids.filter((id) => most.includes(id));
}

/**
 * `box` is where they stand. `page`: {data, memory, picks, reading, conversation}; `onPicked()` is called after a key picked
 * one. Gives {show, key}.
 */
export function makeChannelRow(box, { settings, page, onPicked }) {
  const { data, memory, picks } = page;
  const { words } = settings;
  const ids = settings.channels.filter((id) => Object.hasOwn(data.channels, id));
  let before = "";
  const buttons = make("div", { class: "kb-desk__channel-buttons", role: "group", "aria-label": words.own_channels });
  const boxes = make("div", { class: "kb-desk__channel-boxes" });
  const choice = make("details", { class: "kb-desk__channel-choice" },
    make("summary", { title: words.choose_channels }, make("span", { "aria-hidden": "true" }, "✎"), make("span", { class: "kb-visually-hidden" }, words.choose_channels)),
    make("fieldset", {}, make("legend", {}, words.choose_channels), boxes));
  box.replaceChildren(buttons, choice);
  choice.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !choice.open) return;
    event.stopPropagation();
    choice.open = false;
    choice.querySelector("summary").focus();
  });

  function own() {
    const kept = memory.get("channels").split(",");
    const chosen = ids.filter((id) => kept.includes(id)).slice(0, MOST);
    return chosen.length ? chosen : usual(ids, data.scripts);
  }

  const toggle = (id) => picks.choose("channel", picks.now.channel === id ? "" : id);

  function show() {
    const chosen = own();
    const now = JSON.stringify([chosen, picks.now.channel]);
    if (now === before) return;
    const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset?.channel;
    before = now;
    buttons.replaceChildren(...chosen.map((id, place) => {
      const made = button("", () => toggle(id), { class: "kb-desk__channel", "data-channel": id, "aria-keyshortcuts": `Alt+${place + 1}`,
        "aria-pressed": String(id === picks.now.channel), title: `Alt+${place + 1}` });
      made.append(make("kbd", { class: "kb-desk__key", "aria-hidden": "true" }, String(place + 1)), picks.channelName(id));
      return made;
    }));
    if (focused) /** @type {HTMLElement} */ (buttons.querySelector(`[data-channel="${focused}"]`))?.focus();
    showBoxes(chosen);
  }

  function showBoxes(chosen) {
    if (boxes.childElementCount) {
      for (const one of boxes.querySelectorAll("input")) mark(one, chosen);
      return;
    }
    boxes.append(...ids.map((id) => {
      const one = make("input", { type: "checkbox", value: id });
      one.addEventListener("change", () => {
        const wanted = ids.filter((other) => (other === id ? one.checked : own().includes(other)));
        memory.set("channels", wanted.slice(0, MOST).join(","));
        show();
      });
      mark(one, chosen);
      return make("label", {}, one, picks.channelName(id));
    }));
  }

  function mark(one, chosen) {
    one.checked = chosen.includes(one.value);
    one.disabled = !one.checked && chosen.length >= MOST;
  }

  return {
    show,
    /** Alt with `number`: 1 to 6 pick a channel, 0 takes back what the message picked, else none is picked. False for no such key. */
    key(number) {
      const id = own()[number - 1];
      if (number && !id) return false;
      if (number) picks.choose("channel", id);
      else if (!page.reading.undoChannel()) picks.choose("channel", "");
      onPicked();
      return true;
    },
  };
}
