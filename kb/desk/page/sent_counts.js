// Single counts that the shop asked for: which reply was copied, and that none fitted. No text, no customer.

import { asksForPrivacy, sendEvent } from "../../browser_code/events.js";

/** `url` is where they go; "" sends nothing. */
export function openSentCounts(url) {
  const send = (did, item, language, channel) => {
    if (url && !asksForPrivacy()) sendEvent(url, { kind: "desk", did, item, language, channel: channel ?? "" });
  };
  return {
    copied: ({ id, language }, channel) => send("copied", id, language, channel),
    nothingFits: (language, channel) => send("nothing_fits", "", language, channel),
  };
}
