// The features on the map: one canvas for lines and points, a tooltip for what is under the pointer, a halo for what
// is chosen and a pulse for what the reader's eye should be led to.

import L from "leaflet";
import { plural } from "./dom.js";
import { cap, colour, dashes, groupOf, isAbout, opacity, radius, width } from "./kinds.js";
import { Mark } from "./symbols.js";

const EDGE = { light: "#ffffff", dark: "#11181e" };

/** Positions of Leaflet from those of GeoJSON. */
const flipped = (line) => line.map(([lon, lat]) => [lat, lon]);

export class Marks {
  constructor(map, choose) {
    this.map = map;
    this.renderer = L.canvas({ padding: 0.3, tolerance: L.Browser.touch ? 10 : 4 });
    this.group = L.layerGroup().addTo(map);
    this.layers = new Map();
    map.createPane("halo").style.zIndex = 390;
    map.createPane("pulse").style.zIndex = 460;
    for (const pane of ["halo", "pulse"]) map.getPane(pane).style.pointerEvents = "none";
    this.halo = L.layerGroup().addTo(map);
    this.pulses = L.layerGroup().addTo(map);
    this.svg = { halo: L.svg({ pane: "halo", padding: 0.3 }), pulse: L.svg({ pane: "pulse", padding: 0.3 }) };
    this.tooltip = L.tooltip({ className: "tip", direction: "top", offset: [0, -8], opacity: 1 });
    this.choose = choose;
  }

  /** Draws what is shown: lines first, then points, the large ones below the small. */
  show(shown, dark) {
    this.shown = shown;
    this.dark = dark;
    this.group.clearLayers();
    this.layers.clear();
    this.tooltip.remove();
    const drawn = [...shown.features].filter(([feature]) => feature.geometry !== null);
    const order = ([feature, { documents }]) => (feature.layer === "mentions" ? 1000 - radius(documents.size) : 0);
    drawn.sort((left, right) => order(left) - order(right));
    for (const [feature, seen] of drawn) {
      if (isAbout(feature.basis)) this.group.addLayer(this.reach(feature, seen));
      const layer = this.layer(feature, seen);
      layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        this.choose(feature);
      });
      layer.on("mouseover", (event) => this.tell(feature, seen, layer, event.latlng));
      layer.on("mouseout", () => this.tooltip.remove());
      this.layers.set(feature, layer);
      this.group.addLayer(layer);
    }
  }

  layer(feature, { group, citations, documents }) {
    const sure = opacity(Math.max(...citations.map((citation) => citation.confidence)));
    const shade = colour(group, this.dark);
    if (feature.layer === "mentions") {
      return new Mark([feature.geometry[1], feature.geometry[0]], {
        renderer: this.renderer,
        radius: radius(documents.size),
        shape: group.shape,
        shade,
        edge: this.dark ? EDGE.dark : EDGE.light,
        solid: sure,
        hollow: isAbout(feature.basis),
      });
    }
    return L.polyline(feature.geometry.map(flipped), {
      renderer: this.renderer,
      color: shade,
      weight: width(group, feature.basis),
      opacity: sure,
      dashArray: dashes(group, feature.basis).join(" ") || null,
      lineCap: cap(group, feature.basis),
    });
  }

  /** The land in which half of such are that is only about there. */
  reach(feature, { group }) {
    return L.circle([feature.geometry[1], feature.geometry[0]], {
      renderer: this.renderer,
      radius: feature.precision_m,
      color: colour(group, this.dark),
      weight: 1,
      opacity: 0.4,
      dashArray: "2 4",
      fillOpacity: 0.07,
      interactive: false,
    });
  }

  tell(feature, { citations, documents }, layer, position) {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = feature.name;
    box.append(name, document.createElement("br"));
    if (isAbout(feature.basis)) box.append(feature.description, document.createElement("br"));
    box.append(`${plural(documents.size, "document")}, ${plural(citations.length, "mention")}`);
    this.tooltip.setLatLng(layer.getLatLng ? layer.getLatLng() : position).setContent(box).addTo(this.map);
  }

  /** Marks the feature that is chosen. */
  select(feature) {
    this.halo.clearLayers();
    if (feature?.geometry) this.halo.addLayer(this.outline(feature, "halo", { weight: 10, className: "halo" }));
  }

  /** Leads the eye to a feature. */
  flash(feature) {
    this.pulses.clearLayers();
    if (!feature?.geometry) return;
    const pulse = this.outline(feature, "pulse", { weight: 6, className: "pulse" });
    this.pulses.addLayer(pulse);
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => this.pulses.clearLayers(), 1800);
  }

  outline(feature, pane, options) {
    const common = { ...options, pane, renderer: this.svg[pane], interactive: false, fill: false };
    if (feature.layer !== "mentions") return L.polyline(feature.geometry.map(flipped), common);
    const size = radius(this.shown.features.get(feature)?.documents.size ?? 1) + 7;
    return L.circleMarker([feature.geometry[1], feature.geometry[0]], { ...common, weight: 4, radius: size });
  }

  /** Whether a feature is to be seen where the map stands. */
  inView(feature) {
    const box = bounds([feature]);
    return box === null || this.map.getBounds().pad(-0.08).intersects(box);
  }

  /** Moves the map to a feature, no closer than it must. */
  goTo(feature, animate = undefined) {
    const box = bounds([feature]);
    if (box === null) return;
    const near = groupOf(feature.layer, feature.kind).id === "area" ? 5 : 7;
    if (feature.layer === "mentions") this.map.setView(box.getCenter(), Math.max(this.map.getZoom(), near), { animate });
    else this.map.fitBounds(box, { padding: [50, 50], maxZoom: 11, animate });
  }
}

/** The box around features, or `null` where none has a geometry. */
export function bounds(features) {
  const box = L.latLngBounds([]);
  for (const { layer, geometry } of features) {
    if (geometry === null) continue;
    for (const [lon, lat] of layer === "mentions" ? [geometry] : geometry.flat()) box.extend([lat, lon]);
  }
  return box.isValid() ? box : null;
}

/**
 * The box in which most of what happens lies: the middle eight tenths, in each direction, of the mentions that mean the
 * place itself, and not the government in a capital on the other side of the world.
 */
export function home(shown) {
  const middle = (geometry) => {
    const centre = bounds([{ layer: "routes", geometry }]).getCenter();
    return [centre.lng, centre.lat];
  };
  const weighed = [...shown.features]
    .filter(([{ geometry }]) => geometry !== null)
    .map(([{ layer, geometry }, { group, citations }]) => ({
      position: layer === "mentions" ? geometry : middle(geometry),
      weight: citations.filter(({ associative }) => !associative).length,
      exact: group.id !== "area",
    }));
  const near = weighed.filter(({ weight, exact }) => weight > 0 && exact);
  const chosen = near.length > 0 ? near : weighed;
  if (chosen.length === 0) return null;
  const span = (axis) => {
    const sorted = chosen
      .map(({ position, weight }) => [position[axis], Math.max(1, weight)])
      .sort((left, right) => left[0] - right[0]);
    const all = sorted.reduce((sum, [, weight]) => sum + weight, 0);
    const at = (share) => {
      let sum = 0;
      return sorted.find(([, weight]) => (sum += weight) >= share * all)[0];
    };
    return [at(0.1), at(0.9)];
  };
  const [[west, east], [south, north]] = [span(0), span(1)];
  return L.latLngBounds([south, west], [north, east]);
}
