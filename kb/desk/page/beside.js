// Beside the reply: what is for the agent alone, and what was copied for this customer.

import { make } from "../../browser_code/elements.js";
import { button } from "./elements.js";
import { forYouNodes } from "./for_you.js";

/** `place` is the panel; `page`: {beside, data, conversation, composer, settings, root, today()}, read when it is shown. Gives {show}. */
export function makeBeside(place, page) {
  const { settings } = page;
  const { words } = settings;
  const clock = (at) => new Date(at).toLocaleTimeString(settings.language, { hour: "2-digit", minute: "2-digit" });
  let shown = "";

  function copiedNodes() {
    const rows = page.conversation.copied();
    if (!rows.length) return [];
    const channelName = (id) => page.data.channels[id]?.names[settings.language] ?? id;
    const items = rows.map((row) => make("li", {}, `${clock(row.at)} · ${channelName(row.channel)} · `,
      button(row.answer.title, () => page.conversation.take(row.answer), { class: "kb-desk__small", lang: row.answer.language })));
    return [make("section", { class: "kb-desk__copies" }, make("h3", {}, words.this_conversation), make("ul", {}, ...items))];
  }

  return {
    /** Show what belongs to the reply that is open now, and to this customer. */
    show() {
      const open = page.composer.now();
      const key = JSON.stringify([page.beside.isHere, open?.answer.id, open?.channel, open?.market, page.conversation.copied().map(({ at }) => at)]);
      if (key === shown) return;
      shown = key;
      const nodes = [...copiedNodes(), ...(open ? forYouNodes(open, page) : [])];
      place.hidden = !nodes.length;
      place.replaceChildren(...nodes);
    },
  };
}
