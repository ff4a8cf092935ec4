// A message from an address, or from a helpdesk around the page.

import { CHATWOOT_REQUEST, isSameConversation, readChatwoot, readFragment } from "../browser/arrivals.js";
import { writeTurns } from "../browser/transcript.js";
import { fill } from "./elements.js";
import { originsFor } from "./origins.js";
import { isFramed, settings } from "./place.js";
import { banner } from "./saying.js";

/** `page`: {data, picks, conversation, suggesting}. Gives {readAddress, listen}. */
export function makeArriving(page) {
  const { words } = settings;

  /** Take what the address says after `#`; true where it was a message. */
  function readAddress() {
    const { message, language, channel } = readFragment(location.hash);
    if (!message && !language && !channel) return false;
    // For this message alone: the next customer may write in another language.
    const given = {
      ...(Object.hasOwn(settings.languages, language) && { language }),
      ...(Object.hasOwn(page.data.channels, channel) && { channel }),
    };
    try {
      history.replaceState(history.state, "", location.pathname + location.search); // the message leaves the address bar
    } catch {
      /* a frame that may not */
    }
    if (message) page.conversation.replace(message, given);
    else page.picks.give(given);
    return Boolean(message);
  }

  function hear(event) {
    const told = readChatwoot(event, originsFor(event.origin, settings.origins));
    if (told.refused === "unrelated") return;
    if (told.refused !== "origin") arrive(told);
    else if (typeof event.data === "string" && event.data.includes("appContext")) {
      banner(fill(words.refused_origin, { origin: event.origin }));
    }
  }

  /**
   * A conversation came into view, or the one in view went on. What is not surely the same one is another customer's.
   * @param {ReturnType<typeof readChatwoot>} told
   */
  function arrive({ refused, turns = [], channel = "", values = {}, ids }) {
    const before = page.conversation.arrived();
    const isSame = Boolean(before) && isSameConversation(before.ids, ids);
    const known = Object.hasOwn(page.data.channels, channel) ? channel : "";
    if (!isSame) page.conversation.leave({ language: "", channel: known, variant: "", stage: "" });
    if (refused) banner(words[`refused_${refused}`]);
    else banner(known || page.picks.now.channel ? "" : words.unknown_inbox);
    if (refused && isSame) return;
    page.conversation.handOver({ turns, written: turns.length ? writeTurns(turns, words) : "", values, ids });
  }

  return {
    readAddress,
    /** Listen from now on, and ask the helpdesk which conversation is in view. */
    listen() {
      window.addEventListener("hashchange", () => readAddress() || page.suggesting.suggest());
      window.addEventListener("message", hear);
      if (!isFramed) return;
      document.documentElement.classList.add("kb-framed");
      window.parent.postMessage(CHATWOOT_REQUEST, "*"); // it says nothing but that a page is here
    },
  };
}
