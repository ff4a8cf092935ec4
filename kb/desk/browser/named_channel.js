// Which channel a message says that it is about: “trên Shopee”, “order on TikTok”. A name alone says nothing (“Shopee is
// cheaper”, “I will tell Facebook”), so only what people say of an order or of their writing counts: `on` of a marketplace,
// whose buyers are answered there, `by` of any other channel.

const GAP = "…";
const LETTER = /[\p{L}\p{N}]/u;
/** Scripts that put no spaces between words: a neighbour there ends no word and begins none. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** Where such a script meets another one. */
const EDGE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}](?=[a-z0-9])|[a-z0-9](?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])/gu;
const isMarketplace = ({ links }) => links === "own";

/**
 * `channels`: id → channel of the register; `phrases`: {on, by}, each with `…` where the name stands; `fold(text)`: small letters
 * without marks. Gives `namesIn(text)`: ids of the channels that it names so.
 */
export function channelNamer({ channels, phrases, fold }) {
  const read = (text) => fold(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").replace(EDGE, "$& ").replace(/ +/g, " ").trim();
  const rows = Object.entries(channels).flatMap(([id, channel]) => {
    const names = new Set([id, ...Object.values(channel.names ?? {})].map(read).filter(Boolean));
    const said = (isMarketplace(channel) ? phrases.on : phrases.by).map((phrase) => phrase.split(GAP).map(read));
    return [...names].map((name) => ({ id, name, said: said.map(([before, after]) => [before, name, after].filter(Boolean).join(" ")) }));
  }).sort((a, b) => b.name.length - a.name.length); // “Zalo group” before “Zalo”

  return (text) => {
    let left = read(text);
    const found = new Set();
    for (const { id, name, said } of rows) {
      if (!left.includes(name)) continue;
      for (const words of said) {
        for (let at = placeOf(left, words); at >= 0; at = placeOf(left, words)) {
          found.add(id);
          left = `${left.slice(0, at)}\n${left.slice(at + words.length)}`;
        }
      }
    }
    return [...found];
  };
}

/** Where `words` stand in `text` as whole words; -1 for nowhere. */
function placeOf(text, words) {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (endsWord(text[at - 1], words[0]) && endsWord(text[at + words.length], words.at(-1))) return at;
  }
  return -1;
}

const endsWord = (beside, edge) => !beside || !LETTER.test(beside) || SPACELESS.test(beside) || SPACELESS.test(edge);
