// What each kind of feature looks like: colour and shape together, so that neither is needed alone. The colours are of
// Okabe and Ito's palette, darkened where they would not stand out on paper or, for dark grounds, lightened.

/** Groups of kinds, in the order of the legend. `shape` is for points, `dash` for lines. */
export const GROUPS = [
  { id: "settlement", label: "Towns and villages", layer: "mentions", shape: "disc", light: "#b8400a", dark: "#ff8a4c" },
  { id: "area", label: "Countries and regions", layer: "mentions", shape: "ring", light: "#474f5e", dark: "#c5ccd8" },
  { id: "water", label: "Rivers, lakes and seas", layer: "mentions", shape: "triangle", light: "#0a6ebd", dark: "#6bbcff" },
  { id: "land", label: "Mountains and landforms", layer: "mentions", shape: "mountain", light: "#7a5c00", dark: "#e6c34d" },
  { id: "site", label: "Bridges, sites and positions", layer: "mentions", shape: "diamond", light: "#a1276f", dark: "#f08cc4" },
  { id: "corridor", label: "Corridors and connections", layer: "routes", dash: [], width: 5, light: "#c2185b", dark: "#ff79ae" },
  { id: "pipeline", label: "Pipelines and power lines", layer: "routes", dash: [10, 3, 2, 3], width: 3, light: "#6a3d9a", dark: "#c3a3ef" },
  { id: "railway", label: "Railways", layer: "routes", dash: [3, 4], width: 5, light: "#3a3a3a", dark: "#dddddd" },
  { id: "road", label: "Roads", layer: "routes", dash: [], width: 3, light: "#a35d00", dark: "#f5b14c" },
  { id: "crossing", label: "Crossings and other ways", layer: "routes", dash: [2, 4], width: 4, light: "#00735c", dark: "#46d3ad" },
  { id: "border", label: "Borders", layer: "borders", dash: [], width: 4, light: "#1f5f8b", dark: "#7fc4f2" },
  { id: "disputed", label: "Front and cease-fire lines", layer: "borders", dash: [9, 6], width: 4, light: "#b3261e", dark: "#ff9b91" },
];

const BY_ID = new Map(GROUPS.map((group) => [group.id, group]));

const PLACES = [
  [/river|lake|reservoir|sea|ocean|gulf|strait|canal|water/, "water"],
  [/mountain|pass|landform|vegetation|undersea/, "land"],
  [/capital|settlement|village|town/, "settlement"],
  [/country|division|region|continent|zone|area/, "area"],
];
const ROUTES = [
  [/pipeline|power line/, "pipeline"],
  [/railway/, "railway"],
  [/corridor|connection|route|lane/, "corridor"],
  [/road|highway|motorway/, "road"],
];

const first = (rules, kind, otherwise) => (rules.find(([pattern]) => pattern.test(kind)) ?? [null, otherwise])[1];

/** The group of a kind of a layer; a new kind gets the most general group of its layer. */
export function groupOf(layer, kind) {
  if (layer === "mentions") return BY_ID.get(first(PLACES, kind, "site"));
  if (layer === "routes") return BY_ID.get(first(ROUTES, kind, "crossing"));
  return BY_ID.get(/^(international )?border$/.test(kind) ? "border" : "disputed");
}

/** The colour of a group on a light or a dark ground. */
export const colour = (group, dark = false) => (dark ? group.dark : group.light);

/** Radius of a point that so many documents cite, pixels: its area grows with their number. */
export const radius = (documents) => Math.min(18, 4 + 2.2 * Math.sqrt(documents));

/** A line whose course is not known is drawn thinner and dotted, whatever it is. */
export const isGuess = (basis) => basis === "straight line";

/** What is only about where its point is: it is drawn hollow, over the land in which half of such are. */
export const ABOUT = ["somewhere in", "distance and direction", "direction", "between", "near", "off the coast", "along the road"];

/** Whether something is. */
export const isAbout = (basis) => ABOUT.includes(basis);

/** Width of a line, pixels. */
export const width = (group, basis) => (isGuess(basis) ? 2.5 : group.width);

/** Dashes of a line, pixels. */
export const dashes = (group, basis) => (isGuess(basis) ? [1, 7] : group.dash);

/** Dots are round; dashes are cut, or they would grow together. */
export const cap = (group, basis) => (isGuess(basis) || group.dash.length === 0 ? "round" : "butt");

/** How solid something of this confidence is drawn. */
export const opacity = (confidence) => 0.45 + 0.5 * Math.min(1, Math.max(0, confidence));
