// Reads [[function, ...arguments]] from standard input and prints the answers: the browser's reading of opening hours.
import { readFileSync } from "node:fs";
import { instantOf, stateAt } from "../../kb/browser_code/opening_hours.js";

const functions = {
  stateAt: (schedule, instant) => stateAt(schedule, new Date(instant)),
  instantOf: (zone, wall) => instantOf(zone, wall).toISOString(),
};
const calls = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(calls.map(([name, ...rest]) => functions[name](...rest))));
