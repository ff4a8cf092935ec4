// What this machine remembers: the channel and those of the buttons, favourite and recent replies, the agent's own name, signatures and forms of address. Never a message,
// nothing about a customer: not what was filled in, not their language, class or stage.
//
// Several tabs share it. Each entry carries its moment, and the later one holds; so no tab undoes what another one
// kept, and what one tab forgets is forgotten in all of them.

import { shopKey } from "../../browser_code/shop_key.js";
import { storageOrNothing } from "../../browser_code/storage.js";

const NAME = "kb.desk";
const MOST_RECENT = 8;
const MOST_FAVOURITES = 30;
const MOST_ENTRIES = 90; // with the favourites that were given up
const CHOICES = ["channel", "agentName", "channels", "glossHidden"];
const OF_LANGUAGE = /^(?:address|signature)\.[\w-]+$/;
const LONGEST = 200;
const LONGEST_SIGNATURE = 600;
const DAY = 86_400_000; // milliseconds

const isChoice = (name) => CHOICES.includes(name) || OF_LANGUAGE.test(name);
const longest = (name) => (name.startsWith("signature.") ? LONGEST_SIGNATURE : LONGEST);
const nothing = () => ({ choices: {}, recent: new Map(), favourites: new Map() });
const newestFirst = (entries) => [...entries].sort(([id, one], [otherId, other]) => other.at - one.at || (id < otherId ? -1 : 1));

/**
 * The memory of the shop whose site lies at the path `scope`; without storage (a private window, a frame that may not) it lasts as long as the page. `onChange()` is
 * called when another tab changed it.
 */
export function openMemory({ scope, onChange = () => undefined, storage = storageOrNothing("localStorage") }) {
  const place = shopKey(NAME, scope, storage);
  const read = () => {
    try {
      const text = storage?.getItem(place);
      return text ? parse(text) : null;
    } catch {
      return null; // refused, not ours, or damaged: begin anew
    }
  };
  const first = read();
  let held = first ?? nothing();
  let own = {}; // the choices made in this tab: another one may serve another channel
  let isKept = Boolean(first); // does the storage hold what we hold?

  /** Change what is held, over what other tabs have written meanwhile. */
  function change(edit) {
    const stored = read();
    // Was it there before, and is gone? Then another tab has forgotten it, and word of that is on its way.
    if (!stored && isKept) forgetHere();
    held = merge(held, stored ?? nothing());
    edit();
    keep(stored);
  }

  function keep(stored) {
    try {
      storage.setItem(place, write({ ...held, choices: { ...stored?.choices, ...own } }));
      isKept = true;
    } catch {
      isKept = false; // full or refused
    }
  }

  function forgetHere() {
    held = nothing();
    own = {};
    isKept = false;
  }

  globalThis.addEventListener?.("storage", ({ key, newValue }) => {
    if (key !== place && key !== null) return;
    const told = newValue ? read() : null;
    if (!told) forgetHere();
    else {
      held = merge(held, told);
      // Two tabs at the same moment: the other one had not seen ours.
      if (write({ ...held, choices: {} }) !== write({ ...told, choices: {} })) keep(told);
    }
    onChange();
  });

  const now = (entries) => Math.max(Date.now(), 1 + Math.max(0, ...[...entries.values()].map(({ at }) => at)));
  const favourites = () => newestFirst(held.favourites).filter(([, { isOn }]) => isOn).map(([id]) => id).slice(0, MOST_FAVOURITES).reverse();

  return {
    get: (name) => held.choices[name] ?? "",
    set: (name, value) => change(() => { held.choices[name] = own[name] = value; }),
    recent: () => newestFirst(held.recent).map(([id]) => id).slice(0, MOST_RECENT),
    favourites,
    isFavourite: (id) => held.favourites.get(id)?.isOn ?? false,
    used: (id) => change(() => { held.recent.set(id, { at: now(held.recent), isOn: true }); }),
    toggleFavourite(id) {
      const isOn = !(held.favourites.get(id)?.isOn ?? false);
      change(() => { held.favourites.set(id, { at: now(held.favourites), isOn }); });
      return isOn;
    },
    /** All of it as text, for a file of the agent's. */
    exported: () => write(held),
    /** Add what `exported` gave, here or on another machine. False for any other text. */
    read(text) {
      let told;
      try {
        told = JSON.parse(text);
        if (!Array.isArray(told.recent) || !Array.isArray(told.favourites)) return false;
        told = parse(text);
      } catch {
        return false;
      }
      change(() => {
        own = { ...own, ...told.choices };
        held = merge({ ...held, choices: { ...held.choices, ...told.choices } }, told);
      });
      onChange();
      return true;
    },
    forget() {
      forgetHere();
      try {
        storage?.removeItem(place);
      } catch {
        /* nothing kept */
      }
    },
  };
}

/** The entries of both, of each the later one; the choices stay this tab's. */
function merge(ours, theirs) {
  const later = (one, other) => {
    const both = new Map(other);
    for (const [id, entry] of one) if (!(both.get(id)?.at > entry.at)) both.set(id, entry);
    return both;
  };
  return { choices: ours.choices, recent: later(ours.recent, theirs.recent), favourites: later(ours.favourites, theirs.favourites) };
}

function write({ choices, recent, favourites }) {
  const rows = (entries, most) => newestFirst(entries).slice(0, most).map(([id, { at, isOn }]) => [id, at, isOn]);
  return JSON.stringify({ ...Object.fromEntries(Object.entries(choices).filter(([name, value]) => isChoice(name) && value)),
    recent: rows(recent, MOST_RECENT), favourites: rows(favourites, MOST_ENTRIES) });
}

/** What was stored, by this version or by an older one, which kept ids alone. */
function parse(text) {
  const told = JSON.parse(text) ?? {};
  const choices = Object.fromEntries(Object.entries(told).filter(([name, value]) => isChoice(name) && typeof value === "string")
    .map(([name, value]) => [name, value.slice(0, longest(name))]));
  const latest = Date.now() + DAY; // a file may say any moment: one far away would hold for ever
  const entries = (rows, isNewestFirst) => {
    const list = (Array.isArray(rows) ? rows : []).slice(0, MOST_ENTRIES);
    return new Map(list.map((row, place) => (typeof row === "string" ? [row, isNewestFirst ? list.length - place : place + 1, true] : row))
      .filter((row) => Array.isArray(row) && typeof row[0] === "string" && Number.isFinite(row[1]))
      .map(([id, at, isOn]) => [id.slice(0, LONGEST), { at: Math.min(at, latest), isOn: isOn === true }]));
  };
  return { choices, recent: entries(told.recent, true), favourites: entries(told.favourites, false) };
}
