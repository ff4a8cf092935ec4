// Trees: one step at a time. Each step is an entry of the browser's history with an address of its own, so that Back
// goes one step back; what was answered before stands above and can be changed.

import { all, make, one } from "./elements.js";

/**
 * A way through a tree: each step's heading, and which of its choices was taken; -1 where that is not known.
 * @typedef {[string, number][]} Way
 */

const UNKNOWN = -1;

/** Start every tree of the page. */
export function startTrees() {
  const words = one("[data-kb-words]")?.dataset ?? {};
  all("[data-kb-tree]").forEach((tree, number) => {
    if (all(".kb-tree__step", tree).length > 1) startTree(tree, number, words);
  });
}

function startTree(tree, number, words) {
  /** @type {Map<string, any>} */
  const steps = new Map(all(".kb-tree__step", tree).map((step) => [one(".kb-tree__ask", step).id, step]));
  const [first] = steps.keys();
  const choicesOf = (id) => all(".kb-tree__choice", steps.get(id));
  const targetOf = (choice) => decoded(choice.hash);

  /** @type {Way} */
  let way = [[first, UNKNOWN]];
  const here = () => way[way.length - 1][0];

  const past = make("ol", { class: "kb-tree__past", "aria-label": words.past });
  const back = make("button", { class: "kb-button", type: "button" }, words.back);
  const again = make("button", { class: "kb-button", type: "button" }, words.again);
  const bar = make("p", { class: "kb-tree__bar" }, back, again);

  /** The words of the choices that may have led from a step of the way to the next one. */
  function answered(at) {
    const [id, taken] = way[at];
    const choices = choicesOf(id);
    const led = taken === UNKNOWN ? choices.filter((choice) => targetOf(choice) === way[at + 1][0]) : [choices[taken]];
    return led.map((choice) => choice.firstChild.textContent).join(" / ");
  }

  function listPast() {
    past.replaceChildren(...way.slice(0, -1).map(([id], at) => {
      const question = questionOf(steps.get(id));
      const change = make("a", { href: `#${id}`, "aria-label": `${words.change}: ${question}` }, words.change);
      change.addEventListener("click", (event) => {
        event.preventDefault();
        go([...way.slice(0, at), [id, UNKNOWN]]);
      });
      return make("li", {}, make("span", {}, question), make("strong", {}, answered(at)), change);
    }));
  }

  function show() {
    steps.forEach((step, id) => { step.hidden = id !== here(); });
    listPast();
    past.hidden = bar.hidden = way.length < 2;
  }

  function focus() {
    const heading = one(".kb-tree__ask", steps.get(here()));
    heading.focus({ preventScroll: true });
    const { top, bottom } = heading.getBoundingClientRect();
    if (top < (one(".kb-header")?.offsetHeight ?? 0) || bottom > innerHeight * 0.7) tree.scrollIntoView({ block: "start" });
  }

  /** The state of this entry of the history with the way of this tree in it; other trees keep theirs. */
  const state = (previous) => ({ ...history.state, kbTrees: { ...history.state?.kbTrees, [number]: way }, kbCameFrom: previous });

  /** Go on to another way, as a new entry of the history. */
  function go(next) {
    const previous = { number, way };
    way = next;
    const address = way.length > 1 ? `#${here()}` : location.pathname + location.search;
    history.pushState(state(previous), "", address);
    show();
    focus();
  }

  /** The shortest way to a step that an address names. */
  function wayTo(target) {
    const at = way.findIndex(([id]) => id === target);
    if (at >= 0) return [...way.slice(0, at), [target, UNKNOWN]];
    /** @type {Way[]} */
    const queue = [[[first, UNKNOWN]]];
    const seen = new Set([first]);
    for (const known of queue) {
      const last = known[known.length - 1][0];
      if (last === target) return known;
      for (const next of choicesOf(last).map(targetOf)) {
        if (!steps.has(next) || seen.has(next)) continue;
        seen.add(next);
        queue.push([...known, [next, UNKNOWN]]);
      }
    }
    return way;
  }

  /** What this entry of the history stands for: the way kept in it, else the one to the step of its address. */
  function read() {
    const kept = history.state?.kbTrees?.[number];
    if (isWay(kept)) return kept;
    const target = decoded(location.hash);
    return steps.has(target) ? wayTo(target) : way;
  }

  const isWay = (kept) => Array.isArray(kept) && kept.length > 0 && kept.every(([id, taken], at) =>
    steps.has(id) && (at === kept.length - 1 || leads(id, taken, kept[at + 1][0])));

  /** Whether the choice that was `taken` at a step, or any where that is not known, leads to `next`. */
  function leads(id, taken, next) {
    const choices = choicesOf(id);
    return (taken === UNKNOWN ? choices : choices.slice(taken, taken + 1)).some((choice) => targetOf(choice) === next);
  }

  /** Follow the history to another of its entries, which a link within the page may just have made. */
  function follow() {
    const before = here();
    way = read();
    history.replaceState(state(history.state?.kbCameFrom), "");
    show();
    if (here() !== before) focus();
  }

  tree.addEventListener("click", (event) => {
    const choice = /** @type {Element} */ (event.target).closest(".kb-tree__choice");
    const next = choice && targetOf(choice);
    if (!choice || !steps.has(next)) return;
    event.preventDefault();
    go([...way.slice(0, -1), [here(), choicesOf(here()).indexOf(choice)], [next, UNKNOWN]]);
  });
  back.addEventListener("click", () => {
    const shorter = [...way.slice(0, -2), [way[way.length - 2][0], UNKNOWN]];
    const from = history.state?.kbCameFrom;
    if (from?.number === number && String(from.way) === String(shorter)) history.back();
    else go(shorter);
  });
  again.addEventListener("click", () => go([[first, UNKNOWN]]));
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);

  tree.classList.add("kb-tree--live");
  tree.setAttribute("role", "group");
  tree.setAttribute("aria-label", words.label);
  tree.prepend(past);
  tree.append(bar);
  way = read();
  history.replaceState(state(history.state?.kbCameFrom), "");
  show();
  if (way.length > 1) tree.scrollIntoView({ block: "center" });
}

/** A step's question, or what its end is called, without the number that it has on paper. */
function questionOf(step) {
  const heading = one(".kb-tree__ask", step).cloneNode(true);
  one(".kb-tree__number", heading)?.remove();
  return heading.textContent.trim();
}

/** The name in a fragment; "" for one that is no name (`#%`). */
function decoded(hash) {
  try { return decodeURIComponent(hash.slice(1)); } catch { return ""; }
}
