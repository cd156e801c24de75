// The page: makes the map, the panel, the reader, the key and the timeline, and keeps them of one mind.

import L from "leaflet";
import { Basemap } from "./basemap.js";
import { el, plural } from "./dom.js";
import { Decisions, decider, deciding } from "./decide.js";
import { downloads } from "./download.js";
import { Shown } from "./filter.js";
import { Labels } from "./labels.js";
import { legend } from "./legend.js";
import { Marks } from "./marks.js";
import { print } from "./print.js";
import { load, loadBasemap } from "./model.js";
import { Panel } from "./panel.js";
import { Reader } from "./reader.js";
import { Store } from "./state.js";
import { timeline } from "./timeline.js";

const byId = (id) => document.getElementById(id);
const FILTERS = ["docs", "off", "from", "to", "undated", "sure", "decide"];

const background = loadBasemap();
const model = load(background);
const store = new Store(model.documentById);
document.body.classList.toggle("embed", store.state.embed);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const map = L.map("map", {
  zoomControl: false, minZoom: 2, maxZoom: 15, zoomSnap: 0.25, worldCopyJump: true,
  zoomAnimation: !still, fadeAnimation: !still, attributionControl: false,
});
L.control.zoom({ position: "topright" }).addTo(map);
L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);
const attribution = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(map);
attribution.addAttribution("Leaflet · Natural Earth · GeoNames (CC BY 4.0) · Araxes");
byId("map").setAttribute("aria-label", "Map of the places; all of them are in the list too");
byId("map").setAttribute("role", "application");

for (const [pane, order] of [["base", 150], ["labels", 450]]) {
  map.createPane(pane).style.zIndex = order;
  map.getPane(pane).style.pointerEvents = "none";
}
const base = new Basemap(background, { pane: "base", padding: 0.25 });
const labels = new Labels(background, free, { pane: "labels", padding: 0.25 });
/** Who waits for a place or a position on the map. */
let picking = null;
const choose = (feature) => {
  if (picking !== null) {
    picking({ feature });
    picking = null;
    return;
  }
  store.set({ place: feature.id });
  byId("panel").querySelector(".card h2")?.focus({ preventScroll: true });
};
const marks = new Marks(map, choose, free);
const flash = (feature) => marks.flash(feature);
const goTo = (feature) => {
  uncover();
  marks.goTo(feature);
  marks.flash(feature);
};
/** Goes to a feature that is not to be seen, and leads the eye there. */
const show = (feature) => {
  uncover();
  if (!marks.inView(feature)) marks.goTo(feature);
  marks.flash(feature);
};

let dark = false;
let tiles = null;
let shown = new Shown(model, store.state);
const groups = new Set(model.features.filter(({ whole }) => whole === null).map(({ group }) => group.id));

const decisions = new Decisions(model);
const decide = () => store.state.decide
  ? (citation, candidates) => decider(decisions, citation, candidates, { pick: (then) => { picking = then; } })
  : undefined;

const panel = new Panel(byId("panel"), model, store, {
  choose: (feature) => {
    choose(feature);
    show(feature);
  },
  flash,
  goTo,
  decide,
  open: (document, citation) => reader.open(document, citation),
  theme: () => store.set({ theme: dark ? "light" : "dark" }),
});
const reader = new Reader(byId("reader"), model, store, {
  flash,
  choose: (feature) => {
    store.set({ place: (feature.whole ?? feature).id });
    show(feature);
  },
});

const key = legend(model, groups, store, (address, failed) => {
  tiles?.remove();
  tiles = null;
  if (address !== null) {
    tiles = L.tileLayer(address, { attribution: "© OpenStreetMap contributors", maxZoom: 19 });
    tiles.once("tileerror", failed);
    tiles.addTo(map);
  }
  name();
}, downloads(() => shown), deciding(decisions, store));
const times = timeline(model, store);
byId("stage").append(el("div", { class: "tools" }, key.element), times ?? "");
if (store.state.embed) {
  const whole = el("a", { class: "whole", target: "_blank", rel: "noopener" }, "Open the whole map");
  const lead = () => { whole.href = store.address({ embed: false }); };
  whole.addEventListener("pointerdown", lead);
  whole.addEventListener("focus", lead);
  lead();
  byId("stage").append(whole);
}
key.element.addEventListener("toggle", () => {
  document.body.dataset.key = key.element.open ? "open" : "closed";
  name();
});
document.body.dataset.key = key.element.open ? "open" : "closed";

/** Whether the page is as narrow as a telephone, on which the open key lies over everything. */
function isNarrow() {
  return document.body.classList.contains("embed") ? innerWidth <= 520 : innerWidth <= 720;
}

/** Folds the key away where it would lie over what is to be shown. */
function uncover() {
  if (isNarrow()) key.element.open = false;
}

/** How many pixels of the map other things cover on each side. */
function free() {
  const stage = byId("map").getBoundingClientRect();
  const covered = { left: 16, top: 16, right: 56, bottom: 30 };
  const box = (element) => element?.getBoundingClientRect();
  if (isNarrow()) covered.right = 16;
  if (key?.element.open && !isNarrow()) covered.left = Math.max(16, box(key.element).right - stage.left + 14);
  const dates = box(times);
  if (dates && dates.height > 0) {
    if (dates.top - stage.top < stage.height / 2) covered.top = Math.max(16, dates.bottom - stage.top + 12);
    else covered.bottom = Math.max(30, stage.bottom - dates.top + 12);
  }
  // Where nothing would be left, things may lie under others.
  if (covered.left + covered.right > 0.7 * stage.width) covered.left = 16;
  if (covered.top + covered.bottom > 0.7 * stage.height) [covered.top, covered.bottom] = [16, 16];
  return covered;
}

/** Puts the map where the address says, or where the places are. */
function look() {
  const { at } = store.state;
  if (at) {
    map.setView([at.lat, at.lon], at.zoom);
    return;
  }
  const [west, south, east, north] = model.view;
  marks.fit(L.latLngBounds([south, west], [north, east]), { maxZoom: 10, animate: false });
  const chosen = model.byId.get(store.state.place);
  if (chosen) marks.goTo(chosen, false);
}

function name() {
  labels.show(shown, model.byId.get(store.state.place) ?? null, dark, store.state.names, tiles === null);
}

/** Draws again what the filters change. */
function draw() {
  shown = new Shown(model, store.state);
  base.setAreas(shown);
  marks.show(shown, dark);
  key.count(shown);
  panel.show(shown, store.state);
  name();
}

const darkness = matchMedia("(prefers-color-scheme: dark)");
function theme() {
  const { theme: chosen } = store.state;
  colours(chosen === "dark" || (chosen === "auto" && darkness.matches));
}

function colours(toDark) {
  dark = toDark;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  panel.theme.textContent = dark ? "☀" : "☾";
  panel.theme.setAttribute("aria-label", dark ? "Light colours" : "Dark colours");
  panel.theme.title = panel.theme.getAttribute("aria-label");
  base.setDark(dark);
  if (marks.shown) {
    marks.show(shown, dark);
    marks.select(model.byId.get(store.state.place) ?? null);
    name();
  }
}

document.title = `Places in ${plural(model.documents.length, "document")}`;
look();
base.addTo(map);
labels.addTo(map);
theme();
darkness.addEventListener("change", theme);
store.on(FILTERS, draw);
let typing = null;
store.on(["theme"], theme);
store.on(["q", "tab"], (state) => {
  clearTimeout(typing);
  typing = setTimeout(() => panel.show(shown, state), 60);
});
store.on(["place"], ({ place }) => {
  const feature = model.byId.get(place) ?? null;
  panel.choose(feature);
  marks.select(feature);
  name();
});
store.on(["names"], name);
store.on(["read"], ({ read }) => {
  if (read !== null) key.element.open = false;
});
map.on("moveend", () => {
  const { lat, lng } = map.getCenter();
  store.set({ at: { zoom: map.getZoom(), lat, lon: lng } });
});
map.on("click", ({ latlng }) => {
  if (picking === null) {
    store.set({ place: null });
    return;
  }
  picking({ position: latlng.wrap() });
  picking = null;
});
addEventListener("hashchange", () => { if (store.state.at) look(); });
addEventListener("keydown", (event) => {
  const { target, key: pressed } = event;
  if (pressed === "Escape") store.set(store.state.read !== null ? { read: null } : { place: null });
  if (pressed === "/" && !/^(INPUT|TEXTAREA)$/.test(target.tagName)) {
    event.preventDefault();
    panel.input.focus();
  }
});
new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("map"));
const paper = print(map, byId("stage"), key.element, () => {
  // What is printed is on white paper.
  colours(false);
  marks.redraw();
});
addEventListener("beforeprint", paper.prepare);
addEventListener("afterprint", () => {
  paper.clear();
  theme();
});
performance.mark("ready");
document.documentElement.dataset.ready = "true";
