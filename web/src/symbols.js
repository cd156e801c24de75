// The symbols of the kinds: drawn on the map's canvas, and as small pictures for the legend and the lists.

import L from "leaflet";
import { ABOUT_DASH, AREA, colour, COURSE, dashes, MANNERS, tint } from "./kinds.js";

const SVG = "http://www.w3.org/2000/svg";

/** Corners of the shapes that have some, for a radius of one. */
const CORNERS = {
  triangle: [[0, 1.05], [-1.05, -0.75], [1.05, -0.75]],
  mountain: [[0, -1.05], [1.05, 0.75], [-1.05, 0.75]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  lozenge: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  box: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  cross: [[-0.8, -0.8], [0.8, 0.8], [0, 0], [-0.8, 0.8], [0.8, -0.8], [0, 0]],
};

/** What is filled is a spot, what is hollow a stretch of land. */
const isHollow = (shape) => ["ring", "box", "lozenge", "cross"].includes(shape);

function trace(context, shape, x, y, size) {
  context.beginPath();
  const corners = CORNERS[shape];
  if (corners) {
    corners.forEach(([dx, dy], number) => context[number === 0 ? "moveTo" : "lineTo"](x + dx * size, y + dy * size));
    context.closePath();
  } else {
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
}

/** A circle marker that is drawn beside its position by the pixels of its option `shift`. */
export const Spot = L.CircleMarker.extend({
  _project() {
    this._point = this._map.latLngToLayerPoint(this._latlng).add(this.options.shift ?? [0, 0]);
    this._updateBounds();
  },
});

/** A point of the map, drawn in the shape of its group. Its options: `shape`, `shade`, `edge`, `solid`, `about`,
 * `shift`, and `seenFrom`, the zoom from which its outline or course is drawn in its place. */
export const Mark = Spot.extend({
  _containsPoint(point) {
    return this._map.getZoom() < this.options.seenFrom && Spot.prototype._containsPoint.call(this, point);
  },
  _updatePath() {
    const renderer = this._renderer;
    if (!renderer._drawing || this._empty() || this._map.getZoom() >= this.options.seenFrom) return;
    const { shape, shade, edge, solid, about } = this.options;
    const { x, y } = this._point;
    const context = renderer._ctx;
    const hollow = about || isHollow(shape);
    context.save();
    context.setLineDash([]);
    context.globalAlpha = solid;
    trace(context, shape, x, y, hollow ? this._radius - 1.5 : this._radius);
    if (about) {
      context.fillStyle = edge;
      context.globalAlpha = 0.6;
      context.fill();
      context.globalAlpha = solid;
      context.strokeStyle = shade;
      context.lineWidth = 2;
      context.setLineDash(ABOUT_DASH);
      context.stroke();
    } else if (hollow) {
      context.strokeStyle = edge;
      context.lineWidth = 5;
      context.stroke();
      context.strokeStyle = shade;
      context.lineWidth = 2.6;
      context.stroke();
    } else {
      context.fillStyle = shade;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = edge;
      context.lineWidth = 1.3;
      context.stroke();
    }
    context.restore();
  },
});

/**
 * The symbol of a group as a picture beside words. It follows the theme by its style sheet. `feature` may have an outline or a
 * course, which is what the map shows of it; of a group of countries outlines are what is meant.
 */
export function picture(group, manner = MANNERS.plain, feature = group.shape === "ring" ? { area: true } : {}) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-12 -8 24 16");
  svg.setAttribute("class", "symbol");
  svg.setAttribute("aria-hidden", "true");
  svg.style.setProperty("--light", colour(group));
  svg.style.setProperty("--dark", colour(group, true));
  const add = (name, attributes) => {
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  };
  const hollow = isHollow(group.shape) ? { class: "line", "stroke-width": 2.4, fill: "none" } : { class: "area" };
  if (feature.area) {
    svg.style.setProperty("--tint-light", tint(group));
    svg.style.setProperty("--tint-dark", tint(group, true));
    add("rect", {
      x: -9, y: -6, width: 18, height: 12, rx: 1, class: "tinted", "stroke-width": AREA.width,
      "fill-opacity": group.unfilled ? 0 : 0.35, "stroke-dasharray": group.unfilled ? AREA.dash.join(" ") : "none",
    });
  } else if (feature.course) {
    add("path", { d: "M-11 3C-5 -5 2 7 11 -3", class: "line", fill: "none", "stroke-width": COURSE.width });
  } else if (group.layer !== "mentions") {
    add("line", { x1: -11, x2: 11, y1: 0, y2: 0, "stroke-width": group.width, "stroke-dasharray": dashes(group, manner).join(" "), class: "line" });
  } else if (CORNERS[group.shape]) {
    add("polygon", { points: CORNERS[group.shape].map(([x, y]) => `${x * 5.4},${y * 5.4}`).join(" "), ...hollow });
  } else {
    add("circle", { r: 5.2, ...hollow });
  }
  return svg;
}
