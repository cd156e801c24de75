// What the filters leave, as files: GeoJSON (RFC 7946) and CSV (RFC 4180).

import { el } from "./dom.js";

const properties = (feature, citations, documents) => ({
  id: feature.id,
  layer: feature.layer,
  name: feature.name,
  kind: feature.kind,
  meant: feature.meant,
  countries: feature.countries,
  geometry_basis: feature.basis,
  precision_m: feature.precision_m,
  description: feature.description,
  doc_count: documents.size,
  mention_count: citations.length,
  citations: citations.map((citation) => ({
    document: citation.document.id,
    title: citation.document.label,
    date: citation.document.date,
    publisher: citation.document.publisher,
    sense: citation.sense,
    confidence: citation.confidence,
    quote: citation.quote.join(""),
    surface: citation.surface,
  })),
});

const geometry = ({ layer, geometry: positions }) => positions === null ? null
  : layer === "mentions" ? { type: "Point", coordinates: positions } : { type: "MultiLineString", coordinates: positions };

/** The features that are shown, with the citations that are shown. */
export function geojson(shown) {
  const features = [...shown.features].map(([feature, { citations, documents }]) => ({
    type: "Feature", id: feature.id, geometry: geometry(feature), properties: properties(feature, citations, documents),
  }));
  return `${JSON.stringify({ type: "FeatureCollection", features })}\n`;
}

const COLUMNS = ["feature_id", "feature_name", "kind", "layer", "document_id", "document_title", "document_date", "publisher",
  "surface", "quote", "sense", "confidence", "x", "y"];

/** A cell that no spreadsheet takes for a formula, as in the program's own files. */
export function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The citations that are shown, one a row. */
export function csv(shown) {
  const rows = [...shown.features].flatMap(([feature, { citations }]) => citations.map((citation) => {
    const [x, y] = feature.layer === "mentions" && feature.geometry !== null ? feature.geometry : [null, null];
    const { document } = citation;
    return [feature.id, feature.name, feature.kind, feature.layer, document.id, document.label, document.date, document.publisher,
      citation.surface, citation.quote.join(""), citation.sense, citation.confidence, x, y];
  }));
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Gives the reader a file. */
export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Buttons that save what `shown` gives at the moment. */
export function downloads(shown) {
  const button = (label, act) => el("button", { type: "button", class: "link", onclick: act }, label);
  return el("div", { class: "downloads" },
    button("GeoJSON", () => save("araxes-selection.geojson", "application/geo+json", geojson(shown()))),
    button("CSV", () => save("araxes-selection.csv", "text/csv", csv(shown()))));
}
