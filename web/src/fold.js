// Folding names for search: case, diacritics and letters that others write differently, so that “Naxçıvan” is found by
// “naxcivan” and the other way round.

const LETTERS = { ı: "i", ə: "a", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ё: "е" };

/** The folded form of a text. */
export function fold(text) {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[ıəłøđðþßæœё]/g, (letter) => LETTERS[letter])
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
