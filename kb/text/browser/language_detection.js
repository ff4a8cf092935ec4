// Which language a message is written in: the twin of kb/text/language_detection.py, over the table that `guess_table` there makes.

import SHARED from "../shared/language_detection.json" with { type: "json" };
import { readWord } from "./folding.js";
import { cut } from "./letters.js";
import { findWords } from "./tokenizer.js";

/**
 * `table`: language → {votes: {"2": words, …}, well_formed, endings, has_tones, loaned, script};
 * `characters`: what compileCharacters gave. Returns guess(text) → {language, confidence,
 * second}: `second` is "" where the guess is sure.
 */
export function languageGuesser(table, characters) {
  const voters = Object.entries(table).map(([code, row]) => {
    const votes = new Map();
    for (const [number, words] of Object.entries(row.votes)) {
      for (const word of words.split(" ")) votes.set(word, Number(number));
    }
    return {
      code,
      votes,
      wellFormed: row.well_formed ? new RegExp(`^(?:${row.well_formed})$`) : null,
      endings: row.endings ? new RegExp(row.endings) : null,
      hasTones: row.has_tones,
      loaned: new Set(row.loaned.split(" ").filter(Boolean)),
      script: row.script ? new RegExp(`^(?:${row.script})`) : null,
    };
  });

  function vote(voter, folded, toned) {
    if (voter.hasTones && toned !== folded) return SHARED.marked;
    let found = voter.votes.get(folded) ?? 0;
    if (voter.wellFormed) {
      found += voter.wellFormed.test(folded) ? SHARED.shape : found ? 0 : SHARED.misshapen;
    } else if (!found && voter.endings && voter.endings.test(folded)) {
      found = SHARED.shape;
    }
    return found;
  }

  return function (text) {
    const totals = voters.map(() => 0);
    for (const [word] of findWords(cut(text, SHARED.longest_guessed), { characters })) {
      const [folded, toned] = readWord(word, characters);
      const isForeign = /[^ -~]/.test(folded); // not ASCII
      if (!isForeign && !/^[a-z]+$/.test(folded)) continue;
      const isLoaned = voters.some(({ loaned }) => loaned.has(folded));
      const votes = voters.map((voter) => {
        if (isForeign) return voter.script?.test(folded) ? SHARED.marked : 0;
        return isLoaned ? (voter.loaned.has(folded) ? SHARED.loaned : 0) : vote(voter, folded, toned);
      });
      const sharing = Math.min(4, Math.max(1, votes.filter((number) => number > SHARED.shape).length));
      votes.forEach((number, i) => {
        totals[i] += number > 0 ? Math.floor((number * SHARED.vote_parts) / sharing) : number * SHARED.vote_parts;
      });
    }
    const ranked = voters.map((_, i) => i).sort((a, b) => totals[b] - totals[a] || a - b);
    const best = Math.max(totals[ranked[0]], 0);
    if (!best) return { language: voters[0].code, confidence: 0, second: voters[1]?.code ?? "" };
    const after = ranked.length > 1 ? Math.max(totals[ranked[1]], 0) : 0;
    const lead = Math.floor((100 * (best - after)) / best);
    const isSure = ranked.length === 1 || (lead >= SHARED.sure_lead && best >= SHARED.sure_vote * SHARED.vote_parts);
    return { language: voters[ranked[0]].code, confidence: lead, second: isSure ? "" : voters[ranked[1]].code };
  };
}
