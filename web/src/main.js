// The page: makes the map, the panel, the reader, the key and the timeline, and keeps them of one mind.

import L from "leaflet";
import { Basemap } from "./basemap.js";
import { el, plural } from "./dom.js";
import { Shown } from "./filter.js";
import { groupOf } from "./kinds.js";
import { Labels } from "./labels.js";
import { legend } from "./legend.js";
import { home, Marks } from "./marks.js";
import { load, loadBasemap } from "./model.js";
import { Panel } from "./panel.js";
import { Reader } from "./reader.js";
import { Store } from "./state.js";
import { timeline } from "./timeline.js";

const byId = (id) => document.getElementById(id);
const FILTERS = ["docs", "off", "from", "to", "undated", "sure"];

const background = loadBasemap();
const model = load(background);
const store = new Store(model.documentById);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const map = L.map("map", {
  zoomControl: false, minZoom: 2, maxZoom: 15, zoomSnap: 0.5, worldCopyJump: true,
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
const labels = new Labels(background, { pane: "labels", padding: 0.25 });
const choose = (feature) => {
  store.set({ place: feature.id });
  byId("panel").querySelector(".card h2")?.focus({ preventScroll: true });
};
const marks = new Marks(map, choose);
const flash = (feature) => marks.flash(feature);
const goTo = (feature) => {
  marks.goTo(feature);
  marks.flash(feature);
};

let dark = false;
let tiles = null;
let shown = new Shown(model, store.state);
const groups = new Set(model.features.map((feature) => groupOf(feature.layer, feature.kind).id));

const panel = new Panel(byId("panel"), model, store, {
  choose: (feature) => {
    choose(feature);
    if (!marks.inView(feature)) marks.goTo(feature);
    marks.flash(feature);
  },
  flash,
  goTo,
  open: (document, citation) => reader.open(document, citation),
  theme: () => store.set({ theme: dark ? "light" : "dark" }),
});
const reader = new Reader(byId("reader"), model, store, {
  flash,
  choose: (feature) => {
    store.set({ place: feature.id });
    if (!marks.inView(feature)) marks.goTo(feature);
    marks.flash(feature);
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
});
byId("stage").append(el("div", { class: "tools" }, key.element), timeline(model, store) ?? "");

/** Puts the map where the address says, or where the places are. */
function look() {
  const { at } = store.state;
  if (at) {
    map.setView([at.lat, at.lon], at.zoom);
    return;
  }
  const box = home(shown);
  const phone = matchMedia("(max-width: 720px)").matches;
  const padding = phone
    ? { paddingTopLeft: [10, store.state.read === null ? 130 : 10], paddingBottomRight: [10, 20] }
    : { paddingTopLeft: [key.element.open ? key.element.offsetWidth + 20 : 20, 20], paddingBottomRight: [60, 100] };
  if (box) map.fitBounds(box.pad(0.04), { maxZoom: 8, animate: false, ...padding });
  else map.setView([25, 20], 2);
  const chosen = model.byId.get(store.state.place);
  if (chosen) marks.goTo(chosen, false);
}

function name() {
  labels.show(shown, model.byId.get(store.state.place) ?? null, dark, store.state.names, tiles === null);
}

/** Draws again what the filters change. */
function draw() {
  shown = new Shown(model, store.state);
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
map.on("click", () => store.set({ place: null }));
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
// What is printed is on white paper.
addEventListener("beforeprint", () => colours(false));
addEventListener("afterprint", theme);
performance.mark("ready");
document.documentElement.dataset.ready = "true";
