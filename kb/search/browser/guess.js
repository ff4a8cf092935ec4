// Which language a message is written in: the twin of kb/text/language_detection.py, over the table that
// `guess_table` there makes. Needs reading.js before it.

(function (root) {
  const kb = (root.kbSearch = root.kbSearch || {});
  const LONGEST_GUESSED = 2000;
  const MARKED = 6;
  const SHAPE = 1;
  const MISSHAPEN = -2;
  const VOTE_PARTS = 12;

  // `table`: language → {votes: {"2": words, …}, well_formed, endings, has_tones};
  // `characters`: what kb.compileCharacters gave. Returns guess(text) → {language, confidence}.
  kb.languageGuesser = function (table, characters) {
    const voters = Object.entries(table).map(([code, row]) => {
      const votes = new Map();
      for (const [vote, words] of Object.entries(row.votes)) {
        for (const word of words.split(" ")) votes.set(word, Number(vote));
      }
      return {
        code,
        votes,
        wellFormed: row.well_formed ? new RegExp(`^(?:${row.well_formed})$`) : null,
        endings: row.endings ? new RegExp(row.endings) : null,
        hasTones: row.has_tones,
      };
    });

    function vote(voter, folded, toned) {
      if (voter.hasTones && toned !== folded) return MARKED;
      let found = voter.votes.get(folded) ?? 0;
      if (voter.wellFormed) {
        found += voter.wellFormed.test(folded) ? SHAPE : found ? 0 : MISSHAPEN;
      } else if (!found && voter.endings && voter.endings.test(folded)) {
        found = SHAPE;
      }
      return found;
    }

    return function (text) {
      const totals = voters.map(() => 0);
      for (const [word] of kb.findWords(kb.cut(text, LONGEST_GUESSED), { characters })) {
        const [folded, toned] = kb.readWord(word, characters);
        if (!/^[a-z]+$/.test(folded)) continue;
        const votes = voters.map((voter) => vote(voter, folded, toned));
        const sharing = Math.min(4, Math.max(1, votes.filter((number) => number > SHAPE).length));
        votes.forEach((number, i) => {
          totals[i] += number > 0 ? Math.floor((number * VOTE_PARTS) / sharing) : number * VOTE_PARTS;
        });
      }
      const ranked = voters.map((_, i) => i).sort((a, b) => totals[b] - totals[a] || a - b);
      const best = Math.max(totals[ranked[0]], 0);
      if (!best) return { language: voters[0].code, confidence: 0 };
      const after = ranked.length > 1 ? Math.max(totals[ranked[1]], 0) : 0;
      return { language: voters[ranked[0]].code, confidence: Math.floor((100 * (best - after)) / best) };
    };
  };
})(typeof self === "undefined" ? globalThis : self);
