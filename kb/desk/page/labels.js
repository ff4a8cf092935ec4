// Names of fields and of teams in the reader's language: interface words, which a shop adds its own to (words/CODE.yml).

import { readableName } from "../../replies/browser/field_labels.js";

/** What the field `name` is called; a name that no word knows is shown readable. */
export const fieldLabel = (name, words) => words[`field_${name}`] ?? readableName(name);

/** What the team `id` of a topic is called. */
export const teamName = (id, words) => words[`team_${id.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_")}`] ?? id;
