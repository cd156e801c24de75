// Names on the map: first those of the features, then those of the background where room is left.

import L from "leaflet";
import { Sheet } from "./basemap.js";
import { radius } from "./kinds.js";

const PALETTES = {
  light: { ink: "#1b1f24", halo: "#ffffffd9", quiet: "#6f7a83", country: "#8d8577", city: "#7b858d" },
  dark: { ink: "#eef2f5", halo: "#11181ee0", quiet: "#93a1ac", country: "#7f8a93", city: "#93a1ac" },
};
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** Inhabitants in thousands that a city of the background needs at a zoom, unless it is a capital. */
const needed = (zoom) => (zoom < 4 ? 8000 : zoom < 5 ? 3000 : zoom < 6 ? 1000 : zoom < 7 ? 250 : zoom < 8 ? 80 : zoom < 9 ? 20 : 5);

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
  initialize(data, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._cities = data.cities;
    this._countries = data.countries.filter(({ at }) => at !== null);
    this._shown = null;
    this._dark = false;
    this._background = true;
    this._names = true;
  },

  /** Takes over what is shown; `background` is false over an online map, which has names of its own. */
  show(shown, selected, dark, names, background) {
    this._shown = shown;
    this._ranked = shown.ranked().filter(({ layer, geometry }) => layer === "mentions" && geometry !== null);
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
    const points = this._ranked.map((feature) => [feature, at(...feature.geometry)]).filter(([, point]) => isIn(point));
    for (const [feature, { x, y }] of points.slice(0, 1500)) {
      const size = radius(this._shown.features.get(feature).documents.size);
      feature.size = size;
      room.take([x - size, y - size, x + size, y + size]);
    }
    const placed = new Set();
    if (this._names) {
      // The one that is chosen has the first word.
      const chosen = points.filter(([feature]) => feature === this._selected);
      for (const [feature, { x, y }] of [...chosen, ...points].slice(0, 600)) {
        if (placed.has(feature)) continue;
        const area = this._shown.features.get(feature).group.id === "area";
        context.font = `${feature === this._selected ? 700 : area ? 500 : 600} ${area ? 12.5 : 12}px ${FONT}`;
        const width = Math.min(220, context.measureText(feature.name).width);
        const gap = feature.size + 4;
        const spots = [[x + gap, y, "left"], [x - gap, y, "right"], [x, y - gap - 5, "center"], [x, y + gap + 5, "center"]];
        for (const [left, middle, align] of spots) {
          const start = align === "left" ? left : align === "right" ? left - width : left - width / 2;
          const box = [start - 2, middle - 7, start + width + 2, middle + 7];
          if (!room.isFree(box)) continue;
          room.take(box);
          write(feature.name, left, middle, area ? palette.quiet : palette.ink, align, 220);
          placed.add(feature);
          break;
        }
      }
    }
    if (!this._background) return;
    const named = new Set([...this._shown.features.keys()].map(({ id }) => id));
    const names = new Set([...this._shown.features.keys()].map(({ name }) => name));
    if (zoom >= 3) {
      context.font = `500 ${zoom < 5 ? 10.5 : 12}px ${FONT}`;
      context.letterSpacing = "0.12em";
      for (const { name, at: position, width } of this._countries) {
        const { x, y } = at(...position);
        if (!isIn({ x, y }) || names.has(name)) continue;
        const text = name.toUpperCase();
        const half = context.measureText(text).width / 2;
        if (1.4 * half > width * 256 * 2 ** zoom) continue;
        const box = [x - half - 6, y - 9, x + half + 6, y + 9];
        if (!room.isFree(box)) continue;
        room.take(box);
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
      const box = [x - 3, y - 7, x + width + 7, y + 7];
      if (!room.isFree(box)) continue;
      room.take(box);
      context.beginPath();
      context.arc(x, y, capital ? 2.4 : 1.8, 0, 2 * Math.PI);
      context.fillStyle = palette.city;
      context.fill();
      write(name, x + 6, y, palette.city, "left");
    }
  },
});
