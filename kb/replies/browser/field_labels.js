// What a field of a reply is called where no interface word names it: the twin of kb/replies/field_labels.py.

/** `order_id` as a person writes it: “Order id”. */
export function readableName(name) {
  const spaced = name.replace(/[_-]/g, " ");
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
}
