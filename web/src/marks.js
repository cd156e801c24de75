// The features on the map: one canvas for lines and points, a tooltip for what is under the pointer, a halo for what
// is chosen and a pulse for what the reader's eye should be led to.

import L from "leaflet";
import { plural } from "./dom.js";
import { cap, colour, COURSE, dashes, isAbout, MANNERS, opacity, radius, width } from "./kinds.js";
import { Mark, Spot } from "./symbols.js";

const EDGE = { light: "#ffffff", dark: "#11181e" };

/** A line that is shorter than this is not seen for one, pixels, and how near the map goes to it. */
const SHORTEST = 60;
const CLOSEST = 11;

/** Positions of Leaflet from those of GeoJSON. */
const flipped = (line) => line.map(([lon, lat]) => [lat, lon]);

export class Marks {
  /** `free` tells how many pixels of the map other things cover on each side. */
  constructor(map, choose, free) {
    this.map = map;
    this.free = free;
    this.renderer = L.canvas({ padding: 0.3, tolerance: L.Browser.touch ? 10 : 4 });
    this.group = L.layerGroup().addTo(map);
    this.layers = new Map();
    map.createPane("halo").style.zIndex = 440;
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
    // What is known lies over what is not, routes lie over borders, and points over lines.
    const order = ([feature, { documents }]) => {
      if (feature.layer === "mentions") return 1000 - radius(documents.size);
      return feature.manner === MANNERS.guess ? 0 : feature.layer === "borders" ? 1 : 2;
    };
    drawn.sort((left, right) => order(left) - order(right));
    this.outlines(drawn);
    for (const [feature, seen] of drawn) {
      if (isAbout(feature.basis)) this.group.addLayer(this.reach(feature, seen));
      const layer = this.layer(feature, seen);
      layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        this.choose(feature.whole ?? feature);
      });
      layer.on("mouseover", (event) => this.tell(feature, seen, layer, event.latlng));
      layer.on("mouseout", () => this.tooltip.remove());
      this.layers.set(feature, layer);
      this.group.addLayer(layer);
    }
  }

  /**
   * Draws courses under all the rest, and makes areas, which the background draws, such that they can be clicked: the large
   * ones lie below the small.
   */
  outlines(drawn) {
    const shaped = drawn.filter(([{ parts }]) => parts !== null);
    const kind = ([{ area, seenFrom }]) => (area ? seenFrom : 99);
    for (const [feature, { group }] of shaped.sort((left, right) => kind(left) - kind(right))) {
      const layer = feature.area
        ? L.polygon(feature.area.map((rings) => rings.map(flipped)), {
          renderer: this.renderer,
          stroke: false,
          fill: !group.unfilled,
          fillOpacity: 0,
          smoothFactor: 2,
        })
        : L.polyline(feature.course.map(flipped), {
          renderer: this.renderer,
          color: colour(group, this.dark),
          weight: COURSE.width,
          opacity: 0.9,
        });
      layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        this.choose(feature);
      });
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
        about: isAbout(feature.basis),
        shift: group.shift,
        seenFrom: feature.seenFrom,
      });
    }
    return L.polyline(feature.geometry.map(flipped), {
      renderer: this.renderer,
      color: shade,
      weight: width(group, feature.manner),
      opacity: sure,
      dashArray: dashes(group, feature.manner).join(" ") || null,
      lineCap: cap(group, feature.manner),
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

  /** Draws all that is still to be drawn, at once. */
  redraw() {
    this.renderer._redraw();
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

  /** Marks the feature that is chosen: a ring around a point; a line lies over all others. */
  select(feature) {
    this.halo.clearLayers();
    if (!feature?.geometry) return;
    this.halo.addLayer(this.outline(feature, "halo", { weight: 11, className: "halo" }));
    if (feature.layer === "mentions") return;
    this.halo.addLayer(this.outline(feature, "halo", { weight: width(feature.group, feature.manner), color: colour(feature.group, this.dark) }));
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
    if (feature.parts !== null && this.map.getZoom() >= feature.seenFrom) {
      const lines = feature.area ? feature.area.flat() : feature.course;
      return L.polyline(lines.map(flipped), { ...common, weight: Math.min(5, options.weight) });
    }
    const size = radius(this.shown.features.get(feature)?.documents.size ?? 1) + 7;
    return new Spot([feature.geometry[1], feature.geometry[0]], { ...common, weight: 4, radius: size, shift: feature.group.shift });
  }

  /** Whether a feature is to be seen as it is: uncovered, and a line as a whole and long enough to be followed. */
  inView(feature) {
    const box = bounds([feature]);
    if (box === null) return true;
    const { left, top, right, bottom } = this.free();
    const size = this.map.getSize();
    const uncovered = L.bounds([left, top], [size.x - right, size.y - bottom]);
    const drawn = L.bounds(this.map.latLngToContainerPoint(box.getNorthWest()), this.map.latLngToContainerPoint(box.getSouthEast()));
    if (feature.area && this.map.getZoom() >= feature.seenFrom) return this.meets(feature, uncovered);
    if (!uncovered.contains(drawn)) return false;
    const { x, y } = drawn.getSize();
    return feature.layer === "mentions" || Math.max(x, y) > SHORTEST || this.map.getZoom() >= CLOSEST;
  }

  /** Whether the box of a part of an area has something in common with a part of the map. */
  meets({ parts }, { min, max }) {
    const size = 256 * 2 ** this.map.getZoom();
    const corner = this.map.latLngToContainerPoint(this.map.unproject([0, 0], this.map.getZoom()));
    return parts.some(({ box: [left, top, right, bottom] }) => left * size + corner.x < max.x && right * size + corner.x > min.x
      && top * size + corner.y < max.y && bottom * size + corner.y > min.y);
  }

  /** Moves the map to a feature, into the part of it that nothing covers, no closer than it must. */
  goTo(feature, animate = undefined) {
    const box = bounds([feature]);
    if (box === null) return;
    const near = ["country", "region", "former"].includes(feature.group.id) ? 5 : 7;
    const maxZoom = feature.layer === "mentions" ? Math.max(this.map.getZoom(), near) : CLOSEST;
    this.fit(box, { maxZoom, animate });
  }

  /** Puts a box into the part of the map that nothing covers. */
  fit(box, options) {
    const { left, top, right, bottom } = this.free();
    this.map.fitBounds(box, { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], ...options });
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
