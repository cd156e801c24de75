// Names on the map: first those of the features, then those of the background where room is left.

import L from "leaflet";
import { Sheet } from "./basemap.js";
import { cover, runs, stretches } from "./along.js";
import { hearts, holds } from "./heart.js";
import { colour, COURSE, radius } from "./kinds.js";

const PALETTES = {
  light: { ink: "#1b1f24", halo: "#ffffffd9", quiet: "#6f7a83", country: "#8d8577", city: "#7b858d" },
  dark: { ink: "#eef2f5", halo: "#11181ee0", quiet: "#93a1ac", country: "#7f8a93", city: "#93a1ac" },
};
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** Inhabitants in thousands that a city of the background needs at a zoom, unless it is a capital. */
const needed = (zoom) => (zoom < 4 ? 8000 : zoom < 5 ? 3000 : zoom < 6 ? 1000 : zoom < 7 ? 250 : zoom < 8 ? 60 : zoom < 9 ? 12 : 0);

/** A line shorter than this has no name, pixels: it is a symbol. */
const SHORTEST = 14;

/** A name is not written twice so near, pixels. */
const TWICE = 160;

/** Boxes that are taken, found by cells. */
class Room {
  cells = new Map();

  *keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x++) {
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y++) yield `${x},${y}`;
    }
  }

  take(box) {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  isFree([left, top, right, bottom]) {
    for (const key of this.keys([left, top, right, bottom])) {
      for (const box of this.cells.get(key) ?? []) {
        if (box[0] < right && box[2] > left && box[1] < bottom && box[3] > top) return false;
      }
    }
    return true;
  }
}

export const Labels = Sheet.extend({
  /** `free` tells how many pixels of the map other things cover on each side. */
  initialize(data, free, options) {
    this._free = free;
    L.Renderer.prototype.initialize.call(this, options);
    this._cities = data.cities;
    this._countries = data.countries;
    this._byCode = new Map(data.countries.map((country) => [country.code, country]));
    this._shown = null;
    this._dark = false;
    this._background = true;
    this._names = true;
  },

  /** Takes over what is shown; `background` is false over an online map, which has names of its own. */
  show(shown, selected, dark, names, background) {
    this._shown = shown;
    // Names go by the rank of their kind, then by documents; the one that is chosen has the first word.
    const rank = (feature) => (feature === selected ? 99 : feature.group.rank);
    this._ranked = shown.ranked().filter(({ geometry }) => geometry !== null).sort((left, right) => rank(right) - rank(left));
    this._selected = selected;
    this._dark = dark;
    this._names = names;
    this._background = background;
    this.redraw();
  },

  draw(context, view) {
    if (!this._shown) return;
    const palette = this._dark ? PALETTES.dark : PALETTES.light;
    const zoom = this._map.getZoom();
    const at = (lon, lat) => this._map.latLngToLayerPoint([lat, lon]);
    const isIn = ({ x, y }) => x > view.min.x && x < view.max.x && y > view.min.y && y < view.max.y;
    const room = new Room();
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const write = (text, x, y, style, align, width) => {
      context.textAlign = align;
      context.strokeStyle = palette.halo;
      context.lineWidth = 3.2;
      context.strokeText(text, x, y, width);
      context.fillStyle = style;
      context.fillText(text, x, y, width);
    };
    // Names stay where nothing but the map is.
    const seen = this._seen();
    const isSeen = ({ x, y }) => x > seen.min.x && x < seen.max.x && y > seen.min.y && y < seen.max.y;
    const position = (feature) => {
      const { x, y } = at(...feature.geometry);
      const [right, down] = feature.group.shift ?? [0, 0];
      return { x: x + right, y: y + down };
    };
    const [points, lines] = [[], []];
    for (const feature of this._ranked.slice(0, 1500)) {
      if (feature.layer !== "mentions") lines.push(feature);
      else points.push([feature, position(feature)]);
    }
    for (const [feature, { x, y }] of points) {
      if (!isIn({ x, y }) || zoom >= feature.seenFrom) continue;
      feature.size = radius(this._shown.features.get(feature).documents.size);
      room.take([x - feature.size, y - feature.size, x + feature.size, y + feature.size]);
    }
    if (this._names) {
      const places = new Map(points);
      const written = [];
      for (const feature of this._ranked.slice(0, 600)) {
        const chosen = feature === this._selected;
        if (feature.layer === "mentions") {
          const point = places.get(feature);
          // Two bridges of one name, side by side, are named once.
          if (written.some(({ name, x, y }) => name === feature.name && Math.hypot(x - point.x, y - point.y) < TWICE)) continue;
          written.push({ name: feature.name, ...point });
          if (zoom >= feature.seenFrom && feature.area) this._over(feature, point, seen, chosen, { context, room, palette, write });
          else if (zoom >= feature.seenFrom) this._along(feature, at, isIn, chosen, { context, room, palette, write });
          else if (feature.group.id !== "country" || isSeen(point)) {
            if (isIn(point)) this._beside(feature, point, chosen, { context, room, palette, write });
          } else this._inside(feature, seen, { context, room, palette, write });
        } else {
          this._along(feature, at, isIn, chosen, { context, room, palette, write });
        }
      }
    }
    if (!this._background) return;
    const named = new Set([...this._shown.features.keys()].map(({ id }) => id));
    const names = new Set([...this._shown.features.keys()].map(({ name }) => name));
    if (zoom >= 3) {
      context.font = `500 ${zoom < 5 ? 10.5 : 12}px ${FONT}`;
      context.letterSpacing = "0.12em";
      for (const country of this._countries) {
        if (names.has(country.name)) continue;
        const text = country.name.toUpperCase();
        const half = context.measureText(text).width / 2;
        const own = country.at === null ? null : at(...country.at);
        const spots = own !== null && isSeen(own) ? [{ x: own.x, y: own.y, width: country.width * 256 * 2 ** zoom }] : this._hearts(country, seen);
        const spot = spots.find(({ x, y, width }) => 1.4 * half <= width && room.isFree([x - half - 6, y - 9, x + half + 6, y + 9]));
        if (!spot) continue;
        const { x, y } = spot;
        room.take([x - half - 6, y - 9, x + half + 6, y + 9]);
        write(text, x, y, palette.country, "center");
      }
      context.letterSpacing = "0px";
    }
    const least = needed(zoom);
    context.font = `400 11px ${FONT}`;
    for (const [id, name, lon, lat, thousands, capital] of this._cities) {
      if ((thousands < least && !(capital && zoom >= 4)) || named.has(id)) continue;
      const { x, y } = at(lon, lat);
      if (!isIn({ x, y })) continue;
      const width = context.measureText(name).width;
      const sides = [["left", [x - 3, y - 7, x + width + 7, y + 7]], ["right", [x - width - 7, y - 7, x + 3, y + 7]]];
      const [side, box] = sides.find(([, box]) => room.isFree(box)) ?? [];
      if (!side) continue;
      room.take(box);
      context.beginPath();
      context.arc(x, y, capital ? 2.4 : 1.8, 0, 2 * Math.PI);
      context.fillStyle = palette.city;
      context.fill();
      write(name, side === "left" ? x + 6 : x - 6, y, palette.city, side);
    }
  },

  /** The part of the map that is looked at: the canvas reaches beyond it, and other things lie over it. */
  _seen() {
    const { left, top, right, bottom } = this._free();
    const min = this._map.containerPointToLayerPoint([left, top]);
    return { min, max: this._map.containerPointToLayerPoint(this._map.getSize().subtract([right, bottom])) };
  },

  _hearts(country, seen) {
    return hearts(country.parts ?? [], seen, 256 * 2 ** this._map.getZoom(), this._map.getPixelOrigin());
  },

  /** The name of a point, beside it. */
  _beside(feature, { x, y }, chosen, { context, room, palette, write }) {
    const land = ["country", "region", "former"].includes(feature.group.id);
    context.font = `${chosen ? 700 : land ? 500 : 600} ${land ? 12.5 : 12}px ${FONT}`;
    const width = Math.min(220, context.measureText(feature.name).width);
    const gap = feature.size + 4;
    const spots = [[x + gap, y, "left"], [x - gap, y, "right"], [x, y - gap - 5, "center"], [x, y + gap + 5, "center"]];
    for (const [left, middle, align] of spots) {
      const start = align === "left" ? left : align === "right" ? left - width : left - width / 2;
      const box = [start - 2, middle - 7, start + width + 2, middle + 7];
      if (!room.isFree(box)) continue;
      room.take(box);
      write(feature.name, left, middle, land ? palette.quiet : palette.ink, align, 220);
      return;
    }
  },

  /** The name of an area in the part of it that is seen, best where its point is; of one too narrow, at its point. */
  _over(feature, point, seen, chosen, { context, room, write }) {
    const capitals = feature.group.id === "country";
    const text = capitals ? feature.name.toUpperCase() : feature.name;
    const former = feature.group.unfilled ? "italic " : "";
    context.font = `${former}${chosen ? 700 : former ? 500 : 600} ${capitals ? 12.5 : 12}px ${FONT}`;
    context.letterSpacing = capitals ? "0.1em" : "0px";
    const half = context.measureText(text).width / 2;
    const isSeen = point.x - half > seen.min.x && point.x + half < seen.max.x && point.y > seen.min.y && point.y < seen.max.y;
    const size = 256 * 2 ** this._map.getZoom();
    const origin = this._map.getPixelOrigin();
    const found = hearts(feature.parts, seen, size, origin);
    const near = [0, 16, -16, 32, -32, 48, -48].map((down) => ({ x: point.x, y: point.y + down, width: Infinity }));
    // A name beside its own land is that of another.
    const own = isSeen ? near.filter(({ x, y }) => holds(feature.parts, (x + origin.x) / size, (y + origin.y) / size)) : [];
    const spots = [...own, ...found];
    for (const { x, y, width } of spots) {
      const box = [x - half - 3, y - 8, x + half + 3, y + 8];
      if (width < 1.2 * half || !room.isFree(box)) continue;
      room.take(box);
      write(text, x, y, colour(feature.group, this._dark), "center");
      break;
    }
    context.letterSpacing = "0px";
  },

  /** The name of a country whose point is out of sight, in the part of it that is seen. */
  _inside(feature, seen, { context, room, palette, write }) {
    const country = this._byCode.get(feature.countries[0]);
    context.font = `500 12.5px ${FONT}`;
    const half = context.measureText(feature.name).width / 2;
    for (const { x, y, width } of country ? this._hearts(country, seen) : []) {
      const box = [x - half - 2, y - 7, x + half + 2, y + 7];
      if (width < 2 * half + 12 || !room.isFree(box)) continue;
      room.take(box);
      write(feature.name, x, y, palette.quiet, "center");
      return;
    }
  },

  /** The name of a line, along it where it is straight enough, above it or below. */
  _along(feature, at, isIn, chosen, { context, room, write }) {
    context.font = `${chosen ? 700 : 500} 11.5px ${FONT}`;
    const length = context.measureText(feature.name).width;
    const style = colour(feature.group, this._dark);
    const parts = (feature.course ?? feature.geometry).flatMap((line) => runs(line.map(([lon, lat]) => at(lon, lat)), isIn));
    const spots = parts.flatMap((part) => stretches(part, length)).sort((left, right) => left.cost - right.cost);
    const away = (feature.group.width ?? COURSE.width) / 2 + 8;
    for (const spot of spots.slice(0, 40)) {
      for (const side of [away, -away]) {
        const { x, y, boxes } = cover(spot, side, length, 12);
        if (!boxes.every((box) => room.isFree(box))) continue;
        for (const box of boxes) room.take(box);
        context.save();
        context.translate(x, y);
        context.rotate(spot.angle);
        write(feature.name, 0, 0, style, "center");
        context.restore();
        return;
      }
    }
    // A line too short or too crooked has its name beside its middle.
    const longest = parts.sort((left, right) => right.length - left.length)[0];
    if (!longest || Math.max(...["x", "y"].map((axis) => Math.abs(longest.at(-1)[axis] - longest[0][axis]))) < SHORTEST) return;
    const { x, y } = longest[Math.floor(longest.length / 2)];
    for (const [left, middle] of [[x, y - 14], [x, y + 14], [x + length / 2 + 10, y], [x - length / 2 - 10, y]]) {
      const box = [left - length / 2 - 2, middle - 7, left + length / 2 + 2, middle + 7];
      if (!room.isFree(box)) continue;
      room.take(box);
      write(feature.name, left, middle, style, "center");
      return;
    }
  },
});
