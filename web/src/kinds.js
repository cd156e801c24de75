// What each kind of feature looks like: the table in look.json, which everything else that draws reads too.

import look from "./look.json";

/** Groups of kinds, in the order of the legend. `shape` is for points, `dash` and `width` for lines. */
export const GROUPS = look.groups;

const BY_ID = new Map(GROUPS.map((group) => [group.id, group]));

/** Groups that are drawn only when somebody asks for them. */
export const HIDDEN = GROUPS.filter(({ hidden }) => hidden).map(({ id }) => id);

/** The words of each layer with their groups, the longest first. */
const WORDS = new Map(["mentions", "routes", "borders"].map((layer) => [layer, GROUPS
  .filter((group) => group.layer === layer)
  .flatMap((group) => group.words.map((word) => [word, group]))
  .sort(([left], [right]) => right.length - left.length)]));

/** The group of a kind of a layer; what is meant as a people only has a group of its own. */
export function groupOf(layer, kind, meant = "place") {
  if (meant === "people") return BY_ID.get("people");
  const found = WORDS.get(layer).find(([word]) => ` ${kind} `.includes(` ${word} `));
  return found ? found[1] : BY_ID.get(look.others[layer]);
}

/** How outlines and courses are drawn. */
export const { area: AREA, course: COURSE } = look;

/** The colour with which the areas of a group are filled. */
export const tint = (group, dark = false) => group.tint?.[dark ? 1 : 0] ?? colour(group, dark);

/** How solid the filling is of an area that so many documents name, of at most so many. */
export const filling = (group, documents, most) => group.unfilled ? 0
  : AREA.least + (AREA.most - AREA.least) * documents / Math.max(most, documents, 1);

/** The colour of a group on a light or a dark ground. */
export const colour = (group, dark = false) => (dark ? group.dark : group.light);

/** Radius of a point that so many documents cite, pixels: its area grows with their number. */
export const radius = (documents) => Math.min(18, 4 + 2.2 * Math.sqrt(documents));

/** What is only about where its point is: it is drawn hollow, over the land in which half of such are. */
export const ABOUT = look.about.bases;

/** Whether something is. */
export const isAbout = (basis) => ABOUT.includes(basis);

const PLAIN = { dash: null, width: null, label: "" };

/** What changes the look of a line whatever its kind: that its course is not known, or that nobody uses it. */
export function mannerOf(layer, basis, description) {
  if (look.guess.bases.includes(basis)) return look.guess;
  return layer === "routes" && look.unused.words.includes(description) ? look.unused : PLAIN;
}

/** The manners of lines, for those who have to make a style of each. */
export const MANNERS = { plain: PLAIN, guess: look.guess, unused: look.unused };

/** Width of a line, pixels. */
export const width = (group, manner) => manner.width ?? group.width;

/** Dashes of a line, pixels. */
export const dashes = (group, manner) => manner.dash ?? group.dash;

/** Dots are round; dashes are cut, or they would grow together. */
export const cap = (group, manner) => (manner === look.guess || dashes(group, manner).length === 0 ? "round" : "butt");

/** Dashes of the outline of what is only about there. */
export const ABOUT_DASH = look.about.dash;

/** How solid something of this confidence is drawn. */
export const opacity = (confidence) => 0.45 + 0.5 * Math.min(1, Math.max(0, confidence));
