// What this machine remembers: language and channel, favourite and recent replies, the agent's own name.
// Never a message, nothing about a customer: not what was filled in, not their class or stage.

const KEY = "kb.desk";
const MOST_RECENT = 8;
const MOST_FAVOURITES = 30;
const CHOICES = ["language", "channel", "agentName"];

const texts = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);

/** The memory; without storage (a private window, a frame that may not) it lasts as long as the page. */
export function openMemory(storage = storageOrNothing()) {
  const held = { recent: [], favourites: [] };
  try {
    const told = JSON.parse(storage?.getItem(KEY) ?? "{}") ?? {};
    for (const name of CHOICES) if (typeof told[name] === "string") held[name] = told[name].slice(0, 80);
    held.recent = texts(told.recent).slice(0, MOST_RECENT);
    held.favourites = texts(told.favourites).slice(0, MOST_FAVOURITES);
  } catch {
    /* not ours, or damaged: begin anew */
  }
  const keep = () => {
    try {
      storage?.setItem(KEY, JSON.stringify(held));
    } catch {
      /* full or refused */
    }
  };
  return {
    get: (name) => held[name] ?? "",
    set(name, value) {
      held[name] = value;
      keep();
    },
    recent: () => held.recent,
    favourites: () => held.favourites,
    isFavourite: (id) => held.favourites.includes(id),
    used(id) {
      held.recent = [id, ...held.recent.filter((one) => one !== id)].slice(0, MOST_RECENT);
      keep();
    },
    toggleFavourite(id) {
      const isHeld = held.favourites.includes(id);
      held.favourites = isHeld
        ? held.favourites.filter((one) => one !== id)
        : [...held.favourites, id].slice(-MOST_FAVOURITES);
      keep();
      return !isHeld;
    },
    forget() {
      for (const name of CHOICES) delete held[name];
      held.recent = [];
      held.favourites = [];
      try {
        storage?.removeItem(KEY);
      } catch {
        /* nothing kept */
      }
    },
  };
}

function storageOrNothing() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
