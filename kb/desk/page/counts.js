// What was done at this desk, as numbers of each day: which replies were taken, passed over, sent against a rule, and how often
// nothing fitted. No text, no customer, no time of day. They leave the machine only when the agent copies them.

import { dayAfter } from "../../browser_code/opening_hours.js";
import { openNote } from "./machine_note.js";

const KEY = "kb.desk.counts";
const VERSION = 1; // raised when `kb usage` must read it otherwise
const KEPT = 120; // days
const KEPT_WORDS = 14; // days of `chosen`, which are many
const MOST_WORDS = 1_000; // of a day

/** What is counted of an answer. */
const OF_ANSWERS = ["taken", "passed_over", "overridden"];
/** What is counted of a day: by answer, by rule, and where nothing fitted by “language channel”. */
const GROUPS = [...OF_ANSWERS, "rules", "nothing"];
/** Beside them, only where the shop learns: by “language answer word”. */
const CHOSEN = "chosen";

const isDay = (day) => /^\d{4}-\d{2}-\d{2}$/.test(day);

function clean(told) {
  const days = Object.entries(told?.days ?? {}).filter(([day]) => isDay(day)).map(([day, groups]) => [day,
    Object.fromEntries([...GROUPS, ...(groups?.[CHOSEN] ? [CHOSEN] : [])].map((name) => [name, Object.fromEntries(Object.entries(groups?.[name] ?? {}).filter(([, n]) => Number.isInteger(n) && n > 0))]))]);
  return { id: typeof told?.id === "string" ? told.id : "", days: Object.fromEntries(days) };
}

const newId = () => globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

/** `scope` is the path of the shop's site; `today()` gives the day by the shop's clock; `onChange()` is called when a number changed, in whichever tab. */
export function openCounts({ scope, today, onChange }) {
  const note = openNote(KEY, { scope, clean, onChange });

  return {
    /** Count `n` more (or fewer) of `group`, one of GROUPS, for `key` on `day`. */
    add(group, key, n = 1, day = today()) {
      note.change(({ id, days }) => {
        const groups = days[day] ?? {};
        const count = Math.max(0, (groups[group]?.[key] ?? 0) + n);
        const changed = { ...days, [day]: { ...groups, [group]: { ...groups[group], [key]: count } } };
        const oldest = dayAfter(today(), -KEPT);
        return { id: id || newId(), days: Object.fromEntries(Object.entries(changed).filter(([one]) => one >= oldest)) };
      });
    },
    /** Count that `answer` was copied for a message in `language` with these `words`. */
    addChosen(language, answer, words, day = today()) {
      if (!words.length) return;
      note.change(({ id, days }) => {
        const counted = { ...days[day]?.[CHOSEN] };
        for (const key of words.map((word) => `${language} ${answer} ${word}`)) {
          if (Object.hasOwn(counted, key) || Object.keys(counted).length < MOST_WORDS) counted[key] = (counted[key] ?? 0) + 1;
        }
        const oldest = dayAfter(day, -KEPT_WORDS);
        const older = Object.entries(days).map(([one, { [CHOSEN]: held, ...groups }]) => [one, held && one >= oldest ? { ...groups, [CHOSEN]: held } : groups]);
        return { id: id || newId(), days: { ...Object.fromEntries(older), [day]: { ...days[day], [CHOSEN]: counted } } };
      });
    },
    /** {since, taken, passed_over, overridden, nothing}: the first day, "" where nothing was counted, and the sums. */
    totals() {
      const { days } = note.read();
      const sum = (group) => Object.values(days).flatMap((one) => Object.values(one[group])).reduce((all, n) => all + n, 0);
      return { since: Object.keys(days).sort()[0] ?? "", ...Object.fromEntries([...OF_ANSWERS, "nothing"].map((group) => [group, sum(group)])) };
    },
    /** What `kb usage` reads. */
    asText() {
      const { id, days } = note.read();
      const order = Object.keys(days).sort();
      const rows = Object.fromEntries(order.map((day) => [day, days[day]]));
      return JSON.stringify({ format: "kb-desk-counts", version: VERSION, id, made: new Date().toISOString(), from: order[0], until: order[order.length - 1], days: rows }, null, 1);
    },
    /** From now on another export: nothing of the last one is in it. */
    clear: note.forget,
  };
}
