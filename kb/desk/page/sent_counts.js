// Single counts that the shop asked for: which reply was copied, and that none fitted. No text, no customer. Where the shop
// learns, also which words of the message stand in its own texts.

import { asksForPrivacy, sendEvent, WITH_WORDS } from "../../browser_code/events.js";

/** `url` is where they go; "" sends nothing. */
export function openSentCounts(url) {
  const send = (did, item, language, channel, more = {}) => {
    if (url && !asksForPrivacy()) sendEvent(url, { kind: "desk", did, item, language, channel: channel ?? "", ...more });
  };
  return {
    /** `words` are those that may be learned from; null where the shop does not learn. */
    copied: ({ id, language }, channel, words) => send("copied", id, language, channel, words ? { v: WITH_WORDS, words: words.join(" ") } : {}),
    nothingFits: (language, channel) => send("nothing_fits", "", language, channel),
  };
}
