/* On every page of the agents' edition: how many texts have changed that this machine has not ticked as read, beside the
   link to “What changed”. */

import { all, make, one } from "../../../../browser_code/elements.js";
import { fetchHashes, openSeen } from "../../../agent_pages/page/seen_texts.js";

const words = document.currentScript.dataset;

async function start() {
  const links = all('.kb-agentbar a[href$="tools/changes/"]');
  if (!links.length) return;
  await deskIsWhole();
  const address = new URL(links[0].href);
  const hashes = await fetchHashes(address);
  if (!hashes) return;
  const seen = openSeen(address, hashes);
  const show = () => {
    const count = seen.changed().size + seen.gone().length;
    for (const link of links) showCount(link, count);
  };
  show();
  document.addEventListener("kb-read", show);
  addEventListener("storage", ({ key }) => { if (key === seen.key || key === null) show(); });
}

/** On the desk's page its own files come first. */
async function deskIsWhole() {
  const desk = one("[data-kb-desk]");
  if (!desk || desk.dataset.whole) return;
  await new Promise((resolve) => {
    new MutationObserver((_, watch) => {
      if (!desk.dataset.whole) return;
      watch.disconnect();
      resolve(undefined);
    }).observe(desk, { attributes: true, attributeFilter: ["data-whole"] });
  });
}

/** Beside the link, and beside the heading of the menu that it stands in. */
function showCount(link, count) {
  for (const place of [link, link.closest("details")?.querySelector("summary")]) {
    if (!place) continue;
    place.querySelector(".kb-unread")?.remove();
    if (!count) continue;
    place.append(make("span", { class: "kb-unread" },
      make("span", { "aria-hidden": "true" }, String(count)), make("span", { class: "kb-visually-hidden" }, ` ${words.unread}: ${count}`)));
  }
}

start();
