// The data of the page as objects that know each other: documents, features, citations.

import { fold } from "./fold.js";
import { projected } from "./basemap.js";
import { AREA, groupOf, mannerOf } from "./kinds.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);

/** Gives back a name of the form `Şuşa (az)` as name and language. */
function named(text) {
  const found = /^(.*) \(([\w-]+)\)$/s.exec(text);
  return found ? { name: found[1], language: found[2] } : { name: text, language: "" };
}

class Citation {
  constructor(documents, [document, start, end, from, to, confidence, sense], feature, number) {
    this.document = documents[document];
    this.start = start;
    this.end = end;
    this.from = from;
    this.to = to;
    this.confidence = confidence / 100;
    /** What of the place is meant: `place`, `government`, `people` or `name`. */
    this.sense = sense;
    this.feature = feature;
    this.number = number;
  }

  /** The words in the document. */
  get surface() {
    return this.document.text.slice(this.start, this.end);
  }

  /** The sentence in three parts: before, the words, behind; long ones are cut on both sides. */
  get quote() {
    const most = 240;
    const before = this.document.text.slice(this.from, this.start);
    const behind = this.document.text.slice(this.end, this.to);
    return [
      before.length > most ? `…${before.slice(-most).replace(/^\S*\s/, "")}` : before,
      this.surface,
      behind.length > most ? `${behind.slice(0, most).replace(/\s\S*$/, "")}…` : behind,
    ];
  }
}

/** Everything that the page knows. `background` has the names of the countries. */
export function load(background) {
  const { documents, features, unresolved, view, unit } = read("data");
  documents.forEach((document, number) => {
    document.number = number;
    document.citations = [];
    document.unresolved = [];
    // A document without a date cannot be older than the latest day it mentions.
    document.when = document.date ?? document.not_before;
    document.day = document.when === null ? null : firstDay(document.when);
    document.folded = fold(`${document.label} ${document.id} ${document.publisher ?? ""}`);
  });
  const byId = new Map(features.map((feature) => [feature.id, feature]));
  const called = new Map();
  features.forEach((feature, number) => {
    feature.number = number;
    feature.group = groupOf(feature.layer, feature.kind, feature.meant);
    feature.manner = mannerOf(feature.layer, feature.basis, feature.description);
    // A bridge at a known position is a way, too; a reader sees one thing.
    feature.whole = byId.get(feature.part_of) ?? null;
    if (feature.whole === null) called.set(feature.name, [...(called.get(feature.name) ?? []), feature]);
    feature.citations = feature.citations.map((row, at) => new Citation(documents, row, feature, at));
    for (const citation of feature.citations) citation.document.citations.push(citation);
    shape(feature, unit);
    feature.otherNames = feature.names.map(named);
    const surfaces = new Set(feature.citations.map((citation) => citation.surface));
    feature.surfaces = [...surfaces];
  });
  for (const alike of called.values()) {
    if (alike.length > 1) for (const feature of alike) feature.where = position(feature.geometry);
  }
  const unplaced = unresolved.map((one) => ({ ...one, citation: new Citation(documents, one.citation, null, 0) }));
  for (const one of unplaced) one.citation.document.unresolved.push(one);
  for (const document of documents) {
    document.citations.sort((left, right) => left.start - right.start || right.end - left.end);
  }
  return {
    documents,
    features,
    countries: new Map(background.countries.map(({ code, name }) => [code, name])),
    unresolved: unplaced,
    byId,
    view,
    documentById: new Map(documents.map((document) => [document.id, document])),
  };
}

/** Positions from the first and the steps to the next, longitude and latitude. */
function walked(steps, unit) {
  let [x, y] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, at) => {
    x += steps[2 * at];
    y += steps[2 * at + 1];
    return [x * unit, y * unit];
  });
}

/** Gives a feature that is no point its outline or its course, and how near the map must be for them to be more than one. */
function shape(feature, unit) {
  const { area = null, course = null } = feature;
  feature.parts = null;
  feature.seenFrom = Infinity;
  if (area === null && course === null) return;
  const lines = (area ?? [course]).map((rings) => rings.map((steps) => projected(steps, unit)));
  // As the background has its countries: the world one wide, each part with its box.
  feature.parts = lines.map((rings) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) {
      for (let at = 0; at < ring.length; at += 2) {
        box[0] = Math.min(box[0], ring[at]);
        box[1] = Math.min(box[1], ring[at + 1]);
        box[2] = Math.max(box[2], ring[at]);
        box[3] = Math.max(box[3], ring[at + 1]);
      }
    }
    return { lines: rings, box };
  });
  const widest = Math.max(...feature.parts.map(({ box }) => Math.max(box[2] - box[0], box[3] - box[1])));
  feature.seenFrom = Math.log2(AREA.smallest / (256 * widest));
  if (area !== null) feature.area = area.map((rings) => rings.map((steps) => walked(steps, unit)));
  else feature.course = course.map((steps) => walked(steps, unit));
}

/** Where a point is, in words that tell it from others of its name. */
function position(geometry) {
  if (geometry === null || typeof geometry[0] !== "number") return null;
  const [lon, lat] = geometry;
  const side = (degrees, [positive, negative]) => `${Math.abs(degrees).toFixed(2)}° ${degrees < 0 ? negative : positive}`;
  return `${side(lat, "NS")} ${side(lon, "EW")}`;
}

/** The background. */
export const loadBasemap = () => read("basemap");

/** Days since 1970 of the first day of `2023`, `2023-06` or `2023-06-23`. */
export function firstDay(text) {
  const [year, month = "01", day = "01"] = text.split("-");
  return Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86400000);
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

/** `23 June 2023`, `June 2023` or `2023`, as far as the date is known. */
export function dateInWords(text) {
  const [year, month, day] = text.split("-");
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** When a document was published, in words. */
export function whenInWords(document) {
  if (document.date !== null) return dateInWords(document.date);
  if (document.not_before !== null) return `undated, not before ${dateInWords(document.not_before)}`;
  return "undated";
}

/** A day since 1970 as `2023-06-23`. */
export const isoDay = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
