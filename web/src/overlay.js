// araxes-style.js: the styles of the GeoJSON layers for pages of others, for Leaflet (`leaflet`) and MapLibre
// (`mapLibreLayers`). A classic script that defines the global AraxesStyle.

import {
  ABOUT, AREA, cap, colour, COURSE, dashes, filling, GROUPS, groupOf, isAbout, MANNERS, mannerOf, opacity, radius, tint, width,
} from "./kinds.js";

const layerOf = ({ properties: { id } }) => id.replace(/:.*/s, "").replace(/^(place|within|relative|coordinate)$/, "mentions")
  .replace(/^route$/, "routes").replace(/^border$/, "borders");

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** What a popup shows: name, kind and up to `most` quotes, as elements with text only. */
export function popup(feature, most = 5) {
  const { name, kind, geometry_basis: basis, description, citations } = feature.properties;
  // MapLibre hands nested values over as JSON.
  const list = typeof citations === "string" ? JSON.parse(citations) : citations;
  const box = element("div", "");
  box.append(element("strong", name), element("div", isAbout(basis) ? `${kind}, ${description}` : kind));
  for (const { title, date, prefix, exact, suffix } of list.slice(0, most)) {
    const quote = element("p", prefix);
    quote.append(element("mark", exact), suffix, element("br", ""), element("small", [title, date].filter(Boolean).join(", ")));
    box.append(quote);
  }
  if (list.length > most) box.append(element("small", `and ${list.length - most} more`));
  return box;
}

/** So many documents fill an area as much as it may be. */
const MANY = 5;

/**
 * Options for `L.geoJSON`: points are circles by the number of documents, lines are drawn by kind, a click opens the
 * quotes. Takes Leaflet itself, so that this file does not care where the page has it from.
 */
export function leaflet(L, dark = false) {
  const style = (feature) => {
    const { kind, geometry_basis: basis, confidence, description } = feature.properties;
    const layer = layerOf(feature);
    const group = groupOf(layer, kind);
    const manner = mannerOf(layer, basis, description);
    if (feature.geometry.type === "Point") return {};
    if (/Polygon/.test(feature.geometry.type)) {
      return {
        color: colour(group, dark),
        weight: AREA.width,
        opacity: AREA.edge,
        dashArray: group.unfilled ? AREA.dash.join(" ") : null,
        fillColor: tint(group, dark),
        // How many documents there are is not known here.
        fillOpacity: filling(group, Math.min(feature.properties.doc_count, MANY), MANY),
      };
    }
    if (layer === "mentions") return { color: colour(group, dark), weight: COURSE.width, opacity: 0.9 };
    return {
      color: colour(group, dark),
      weight: width(group, manner),
      opacity: opacity(confidence),
      dashArray: dashes(group, manner).join(" ") || null,
      lineCap: cap(group, manner),
    };
  };
  const pointToLayer = (feature, position) => {
    const { kind, geometry_basis: basis, doc_count: documents, confidence } = feature.properties;
    const shade = colour(groupOf("mentions", kind), dark);
    if (isAbout(basis)) return L.circleMarker(position, { radius: radius(documents), color: shade, weight: 2, dashArray: "3 3", fillColor: "#fff", fillOpacity: 0.5 });
    return L.circleMarker(position, { radius: radius(documents), color: "#fff", weight: 1, fillColor: shade, fillOpacity: opacity(confidence) });
  };
  // Whom documents mean as a people only is no dot on a map, and what has an outline or a course is drawn by that.
  const filter = ({ geometry, properties: { meant, shape } }) => meant !== "people" && !(shape && geometry?.type === "Point");
  const onEachFeature = (feature, layer) => layer.bindPopup(() => popup(feature), { maxHeight: 320 });
  return { style, filter, pointToLayer, onEachFeature };
}

/** Kinds are told apart by what MapLibre can compute: a chain of cases over `kind`. */
function byKind(layer, kinds, value) {
  const cases = kinds.flatMap((kind) => [kind, value(groupOf(layer, kind))]);
  const otherwise = value(groupOf(layer, ""));
  return cases.length > 0 ? ["match", ["get", "kind"], ...cases, otherwise] : otherwise;
}

/**
 * MapLibre style layers for a GeoJSON source that holds `collection`, one of the files. Dashes cannot depend on
 * data there, so that each group of kinds is a layer of its own.
 */
export function mapLibreLayers(source, collection, dark = false) {
  const layer = collection.name;
  const kinds = [...new Set(collection.features.map((feature) => feature.properties.kind))];
  const isMeant = ["!=", ["get", "meant"], "people"];
  const shade = byKind("mentions", kinds, (group) => colour(group, dark));
  if (layer === "areas") {
    const share = ["/", ["min", MANY, ["get", "doc_count"]], MANY];
    const most = byKind("mentions", kinds, (group) => filling(group, MANY, MANY));
    const least = byKind("mentions", kinds, (group) => filling(group, 0, MANY));
    return [
      {
        id: `${source}-areas`,
        source,
        type: "fill",
        filter: isMeant,
        paint: {
          "fill-color": byKind("mentions", kinds, (group) => tint(group, dark)),
          "fill-opacity": ["+", least, ["*", ["-", most, least], share]],
        },
      },
      {
        id: `${source}-edges`,
        source,
        type: "line",
        filter: isMeant,
        paint: { "line-color": shade, "line-width": AREA.width, "line-opacity": AREA.edge },
      },
    ];
  }
  if (layer === "waters") {
    return [{
      id: `${source}-waters`,
      source,
      type: "line",
      filter: isMeant,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": shade, "line-width": COURSE.width, "line-opacity": 0.9 },
    }];
  }
  if (layer === "mentions") {
    const about = ["in", ["get", "geometry_basis"], ["literal", ABOUT]];
    return [{
      id: source,
      source,
      type: "circle",
      filter: ["all", ["!=", ["get", "meant"], "people"], ["!", ["to-boolean", ["get", "shape"]]]],
      paint: {
        "circle-radius": ["min", 18, ["+", 4, ["*", 2.2, ["sqrt", ["get", "doc_count"]]]]],
        "circle-color": ["case", about, "#fff", byKind(layer, kinds, (group) => colour(group, dark))],
        "circle-opacity": ["case", about, 0.5, ["+", 0.45, ["*", 0.5, ["get", "confidence"]]]],
        "circle-stroke-color": ["case", about, byKind(layer, kinds, (group) => colour(group, dark)), "#fff"],
        "circle-stroke-width": ["case", about, 2, 1],
      },
    }];
  }
  const used = GROUPS.filter((group) => kinds.some((kind) => groupOf(layer, kind) === group));
  const guess = ["in", ["get", "geometry_basis"], ["literal", MANNERS.guess.bases]];
  const unused = ["in", ["get", "description"], ["literal", layer === "routes" ? MANNERS.unused.words : []]];
  const filters = { plain: ["all", ["!", guess], ["!", unused]], guess, unused: ["all", ["!", guess], unused] };
  return used.flatMap((group) => Object.entries(filters).map(([name, filter]) => {
    const manner = MANNERS[name];
    // MapLibre counts dashes in widths of the line, and draws none that has no length.
    const dash = dashes(group, manner).map((length) => length / width(group, manner));
    const own = ["in", ["get", "kind"], ["literal", kinds.filter((kind) => groupOf(layer, kind) === group)]];
    return {
      id: `${source}-${group.id}${name === "plain" ? "" : `-${name}`}`,
      source,
      type: "line",
      filter: ["all", own, filter],
      layout: { "line-cap": cap(group, manner), "line-join": "round" },
      paint: {
        "line-color": colour(group, dark),
        "line-width": width(group, manner),
        "line-opacity": ["+", 0.45, ["*", 0.5, ["get", "confidence"]]],
        ...(dash.length > 0 ? { "line-dasharray": dash } : {}),
      },
    };
  }));
}
