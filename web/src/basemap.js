// The background: land, borders, rivers and lakes on one canvas below everything else.

import L from "leaflet";
import { AREA, colour, filling, tint } from "./kinds.js";

const PALETTES = {
  light: { water: "#d9e4ea", land: "#f7f5f0", coast: "#a9bcc6", border: "#bdb5aa", river: "#b4cbd8" },
  dark: { water: "#10181f", land: "#1e262d", coast: "#3a4a56", border: "#57616a", river: "#2c4354" },
};

const LAST = 85.051129;

/** Web Mercator, the world one wide, from steps of whole units. */
export function projected(steps, unit) {
  const line = new Float64Array(steps.length);
  let [x, y] = [0, 0];
  for (let at = 0; at < steps.length; at += 2) {
    x += steps[at];
    y += steps[at + 1];
    [line[at], line[at + 1]] = mercator(x * unit, y * unit);
  }
  return line;
}

/** Web Mercator of a position, 0 to 1 both ways. */
export function mercator(lon, lat) {
  const sine = Math.sin((Math.max(-LAST, Math.min(LAST, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

function bounds(lines) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      box[0] = Math.min(box[0], line[at]);
      box[1] = Math.min(box[1], line[at + 1]);
      box[2] = Math.max(box[2], line[at]);
      box[3] = Math.max(box[3], line[at + 1]);
    }
  }
  return box;
}

const boxed = (lines) => ({ lines, box: bounds(lines) });

/** The edge of the world, to left and right, and of what Web Mercator shows of Antarctica. */
const isEdge = (x, y) => x < 1e-5 || x > 1 - 1e-5 || y > 1 - 1e-5;

/** The parts of a coast that are one: polygons are cut at the antimeridian, where there is no coast. */
function shores(line) {
  const parts = [];
  let part = [line[0], line[1]];
  for (let at = 2; at < line.length; at += 2) {
    const [x, y] = [line[at], line[at + 1]];
    if (Math.abs(x - line[at - 2]) > 0.5 || (isEdge(x, y) && isEdge(line[at - 2], line[at - 1]))) {
      parts.push(part);
      part = [];
    }
    part.push(x, y);
  }
  return [...parts, part].filter(({ length }) => length >= 4);
}

/** A ring as one line, from arcs that may be run backwards. */
function ring(arcs, numbers) {
  const parts = numbers.map((number) => {
    if (number >= 0) return arcs[number];
    const arc = arcs[~number];
    const back = new Float64Array(arc.length);
    for (let at = 0; at < arc.length; at += 2) {
      back[at] = arc[arc.length - 2 - at];
      back[at + 1] = arc[arc.length - 1 - at];
    }
    return back;
  });
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  // What crosses the antimeridian goes on beyond the edge of the world rather than back through all of it.
  for (let next = 2; next < whole.length; next += 2) whole[next] -= Math.round(whole[next] - whole[next - 2]);
  return whole;
}

/** A canvas that follows the map as Leaflet's own renderers do and is drawn anew after each move. */
export const Sheet = L.Renderer.extend({
  _initContainer() {
    this._container = L.DomUtil.create("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._context = this._container.getContext("2d");
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  _updatePaths() {},
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const scale = Math.min(2, devicePixelRatio || 1);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = scale * size.x;
    this._container.height = scale * size.y;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this._context.setTransform(scale, 0, 0, scale, -scale * this._bounds.min.x, -scale * this._bounds.min.y);
    this.draw(this._context, this._bounds);
  },
  /** Draws again, after something but the view has changed. */
  redraw() {
    if (this._map) this._update();
  },
});

export const Basemap = Sheet.extend({
  initialize(data, options) {
    L.Renderer.prototype.initialize.call(this, options);
    const arcs = data.arcs.map((arc) => projected(arc, data.unit));
    const line = (steps) => boxed([projected(steps, data.unit)]);
    this._land = data.countries.flatMap((country) =>
      country.polygons.map((rings) => boxed(rings.map((numbers) => ring(arcs, numbers)))));
    this._lines = {
      coast: data.coasts.map((arc) => boxed(shores(arcs[arc]))),
      border: data.borders.map((arc) => boxed([arcs[arc]])),
      river: data.rivers.map(line),
    };
    this._lakes = data.lakes.map(line);
    this._dark = false;
    this._areas = [];
    // The parts of each country, and how wide the main one is, the world being one: a name is written where it fits.
    let next = 0;
    for (const country of data.countries) {
      const parts = this._land.slice(next, next += country.polygons.length);
      country.parts = parts;
      country.width = Math.max(0, ...parts.map(({ box }) => box[2] - box[0]));
    }
  },

  /** Takes over which areas are shown: their tints lie on the land, below rivers and lakes. */
  setAreas(shown) {
    const areas = [...shown.features].filter(([{ area }]) => area);
    const most = Math.max(1, ...areas.map(([, { documents }]) => documents.size));
    this._areas = areas.sort(([left], [right]) => left.seenFrom - right.seenFrom).map(([feature, { group, documents }]) => {
      feature.edges ??= feature.parts.map(({ lines, box }) => ({ lines: lines.flatMap(shores), box }));
      return { ...feature, group, fill: filling(group, documents.size, most) };
    });
    this.redraw();
  },

  setDark(dark) {
    this._dark = dark;
    this.redraw();
  },

  draw(context, view) {
    const palette = this._dark ? PALETTES.dark : PALETTES.light;
    const zoom = this._map.getZoom();
    const size = 256 * 2 ** zoom;
    const origin = this._map.getPixelOrigin();
    context.fillStyle = palette.water;
    context.fillRect(view.min.x, view.min.y, view.getSize().x, view.getSize().y);
    context.lineJoin = "round";
    // One world more on each side, for what reaches over its edge.
    const first = Math.floor((view.min.x + origin.x) / size) - 1;
    const last = Math.floor((view.max.x + origin.x) / size) + 1;
    // Layer by layer over all worlds: a country of one reaches into the next.
    const paint = (shapes, closed, ink) => {
      for (let world = first; world <= last; world++) {
        const [dx, dy] = [world * size - origin.x, -origin.y];
        context.beginPath();
        for (const { lines, box } of shapes) {
          const out = box[2] * size + dx < view.min.x || box[0] * size + dx > view.max.x
            || box[3] * size + dy < view.min.y || box[1] * size + dy > view.max.y;
          if (out || (box[2] - box[0] + box[3] - box[1]) * size < 1.5) continue;
          for (const line of lines) path(context, line, size, dx, dy, closed);
        }
        ink();
      }
    };
    const stroke = (style, width) => () => {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke();
    };
    const fill = (style, edge, width) => () => {
      context.fillStyle = style;
      context.fill("evenodd");
      stroke(edge, width)();
    };
    const tinted = (isWater) => {
      for (const { parts, edges, group, fill: solid, seenFrom } of this._areas) {
        if ((group.id === "water") !== isWater || zoom < seenFrom) continue;
        // The background has not every lake: what is named is no shaded land.
        if (isWater) paint(parts, true, () => {
          context.fillStyle = palette.water;
          context.fill("evenodd");
        });
        context.globalAlpha = solid;
        if (solid > 0) {
          paint(parts, true, () => {
            context.fillStyle = tint(group, this._dark);
            context.fill("evenodd");
          });
        }
        context.globalAlpha = AREA.edge;
        context.setLineDash(group.unfilled ? AREA.dash : []);
        paint(edges, false, stroke(colour(group, this._dark), AREA.width));
        context.globalAlpha = 1;
        context.setLineDash([]);
      }
    };
    // The edge in the colour of the land closes what two scales leave open between neighbours.
    paint(this._land, true, fill(palette.land, palette.land, 1));
    tinted(false);
    paint(this._lines.coast, false, stroke(palette.coast, 1));
    if (zoom >= 4) paint(this._lines.river, false, stroke(palette.river, zoom >= 7 ? 1.6 : 0.9));
    paint(this._lakes, true, fill(palette.water, palette.coast, 0.7));
    tinted(true);
    paint(this._lines.border, false, stroke(palette.border, zoom >= 6 ? 1.5 : 0.9));
  },
});

/** Adds a line to the path, without what falls on the same pixel. */
function path(context, line, size, dx, dy, closed) {
  let [x, y] = [line[0] * size + dx, line[1] * size + dy];
  context.moveTo(x, y);
  const end = line.length - 2;
  for (let at = 2; at <= end; at += 2) {
    const [nextX, nextY] = [line[at] * size + dx, line[at + 1] * size + dy];
    if (at < end && Math.abs(nextX - x) + Math.abs(nextY - y) < 0.8) continue;
    context.lineTo(nextX, nextY);
    [x, y] = [nextX, nextY];
  }
  if (closed) context.closePath();
}
