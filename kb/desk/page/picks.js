// The pickers below the message: the channel, which is the agent's, and language, class and stage, which are one
// customer's and never remembered.

import { select } from "./elements.js";
import { part, settings } from "./place.js";

/**
 * `onPick(name)` is called after a choice of the agent, `onShow()` after any change. Gives {now, channelName, show, choose,
 * remembered, give}; `now` is read by all.
 */
export function makePicks({ data, memory, onPick, onShow }) {
  const { words } = settings;
  const remembered = () => ({ language: "", channel: memory.get("channel"), variant: "", stage: "" });
  const now = remembered();
  const channelName = (id) => data.channels[id].names[settings.language] ?? data.channels[id].names.en ?? id;

  function show() {
    // Remembered from an older build, perhaps.
    if (!Object.hasOwn(data.channels, now.channel)) now.channel = "";
    if (!Object.hasOwn(settings.languages, now.language)) now.language = "";
    if (!Object.hasOwn(settings.variants, now.variant)) now.variant = "";
    if (!Object.hasOwn(settings.stages, now.stage)) now.stage = "";
    const channels = [...new Set([...settings.channels, now.channel])].filter((id) => id && data.channels[id]);
    const rows = [
      ["language", words.language, [["", words.any_language], ...Object.entries(settings.languages)]],
      ["channel", words.channel, [["", words.any_channel], ...channels.map((id) => [id, channelName(id)])]],
      ["variant", words.variant, [["", words.any_variant], ...Object.entries(settings.variants)]],
      ["stage", words.stage, [["", words.any_stage], ...Object.entries(settings.stages)]],
    ];
    part("picks").replaceChildren(...rows.map(([name, label, choices]) => select(label, choices, now[name], (value) => pick(name, value), { "data-pick": name })));
    onShow();
  }

  function pick(name, value) {
    now[name] = value;
    if (name === "channel") memory.set(name, value);
    onPick(name);
    onShow();
  }

  return {
    now,
    channelName,
    show,
    /** As if the agent had chosen it in the picker. */
    choose(name, value) {
      pick(name, value);
      show();
    },
    /** What the next customer begins with. */
    remembered,
    /** Pick for this customer alone, and show it. */
    give(given) {
      Object.assign(now, given);
      show();
    },
  };
}
