// A day typed as 2026-11-25 as a language writes it: the twin of write_typed_date in kb/text/written_dates.py.

const ISO_DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** `typed` by `form` ([pattern, months], see date_form); what is no such day stays as it was typed. */
export function writeTypedDate(typed, [pattern, months]) {
  const found = ISO_DAY.exec(typed);
  if (!found) return typed;
  const [, year, month, day] = found;
  const read = new Date(`${typed}T00:00:00Z`);
  const isReal = Number(year) > 0 && !Number.isNaN(read.getTime()) && read.getUTCDate() === Number(day);
  if (!isReal) return typed;
  const fields = {
    "{d}": String(Number(day)), "{dd}": day, "{M}": String(Number(month)), "{MM}": month,
    "{MMMM}": months[Number(month) - 1], "{y}": String(Number(year)),
  };
  return pattern.replace(/\{\w+\}/g, (field) => fields[field] ?? field);
}
