// Words without case and marks, for the filters of pages: "Giá" is found by "gia". Search itself folds by data.

/**
 * `text` in small letters without marks.
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
}
