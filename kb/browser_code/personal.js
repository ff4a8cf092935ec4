// Whether a query may hold a person's number or address: such a query never leaves the browser. Twin of
// kb/insights/receivers/personal.py, which says more; both hold to tests/cases/sent-queries.json.

const TELLING = /@|:\/\/|www\.|\p{Nd}{5}|(?:\p{Nd}[^\p{L}\p{N}]{0,3}){7}/u;
/** Letters and digits mixed in one word are taken for an order's number from these lengths on. */
const LONG_CODE = 6;
const DIGITS_OF_CODE = 3;

/** @param {string} query */
export function looksPersonal(query) {
  const text = query.normalize("NFKC").toLowerCase();
  return TELLING.test(text) || (text.match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => {
    const digits = (word.match(/\p{Nd}/gu) ?? []).length;
    const length = Array.from(word).length;
    return length >= LONG_CODE && digits >= DIGITS_OF_CODE && digits < length;
  });
}
