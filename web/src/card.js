// What is known of one feature and who says so: facts, the names that documents use, citations by document.

import { el, own, plural } from "./dom.js";
import { whenInWords } from "./model.js";
import { isAbout } from "./kinds.js";
import { picture } from "./symbols.js";

/** Quotes of a document that are shown at once. */
const AT_ONCE = 4;

const BASES = {
  gazetteer: "point from the gazetteer",
  "coordinates in text": "position given in a document",
  "somewhere in": "point of the place that it lies in; where in that place is not known",
  "distance and direction": "so far and in this direction from a place",
  direction: "in this direction from a place; how far is not stated",
  between: "middle between two places",
  near: "point of the place that it is near",
  "off the coast": "in the sea before a place",
  "along the road": "middle between the ends of a road",
  "shared boundary": "line shared by two country polygons",
  waypoints: "line through known waypoints",
  "straight line": "straight line between its ends; the course is not known",
};

const distance = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${Number((metres / 1000).toPrecision(2))} km`);

/** What of the place is meant, as facts and as notes to quotes say it. */
const SENSES = {
  place: { fact: "the place itself", note: "" },
  government: { fact: "its government", note: "its government rather than the place" },
  people: { fact: "its people", note: "its people, or what is theirs, rather than the place" },
  name: { fact: "something called after it", note: "something called after it" },
};

/** How often each is meant: `the place itself (35), its government (7)`. */
function meant(citations) {
  const counts = Object.keys(SENSES).map((sense) => [sense, citations.filter((citation) => citation.sense === sense).length]);
  const found = counts.filter(([, count]) => count > 0);
  if (found.length === 1 && found[0][0] === "place") return null;
  return found.map(([sense, count]) => `${SENSES[sense].fact} (${count})`).join(", ");
}

/** Text in which what was cited is marked. */
export function quote(citation) {
  const [before, words, behind] = citation.quote;
  return el("blockquote", { dir: "auto", lang: citation.document.language },
    before, el("mark", {}, words), behind);
}

function facts(feature, citations, model) {
  const claimed = feature.layer === "mentions" && meant(citations);
  const rows = [
    claimed && ["Meant", claimed],
    feature.description && [isAbout(feature.basis) ? "Where" : "Note", feature.description],
    feature.countries.length > 0 && ["Countries", feature.countries.map((code) => model.countries.get(code) ?? code).join(", ")],
    feature.length_km !== null && ["Length as drawn", `${feature.length_km.toLocaleString("en")} km`],
    ...feature.claims.map(([document, text]) => ["Length stated", `${text} (${model.documents[document].label})`]),
    ["Drawn from", feature.geometry === null ? "nothing: no course is known, so it is not on the map" : BASES[feature.basis] ?? feature.basis],
    feature.geometry !== null && feature.precision_m !== null && [isAbout(feature.basis) ? "Half of such lie within" : "Within about", distance(feature.precision_m)],
  ].filter(Boolean);
  return el("dl", { class: "facts" }, rows.flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, own(text))]));
}

/** Which documents use which name: the more often, the higher. */
function usage(citations, open) {
  const forms = new Map();
  for (const citation of citations) {
    const documents = forms.get(citation.surface) ?? new Map();
    documents.set(citation.document, (documents.get(citation.document) ?? 0) + 1);
    forms.set(citation.surface, documents);
  }
  const total = (documents) => [...documents.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...forms].sort((left, right) => total(right[1]) - total(left[1]) || left[0].localeCompare(right[0]));
  const most = Math.max(...sorted.map(([, documents]) => total(documents)));
  return el("section", { class: "usage" },
    el("h3", {}, "What it is called"),
    el("ul", {}, sorted.map(([form, documents]) => el("li", {},
      el("div", { class: "form" }, own(form),
        el("span", { class: "meter", "aria-hidden": "true", style: { "--share": total(documents) / most } }),
        el("span", { class: "count" }, total(documents))),
      el("div", { class: "by" }, [...documents].map(([document, count]) =>
        el("button", { type: "button", class: "link", onclick: () => open(document, citations.find((one) => one.document === document && one.surface === form)) },
          document.label, count > 1 && ` (${count})`)))))));
}

/** Whole sentences before labels and headings, each sentence once. */
function telling(citations) {
  const sentences = new Map();
  for (const citation of citations) {
    const sentence = citation.document.text.slice(citation.from, citation.to);
    if (!sentences.has(sentence)) sentences.set(sentence, citation);
  }
  const isShort = (citation) => citation.to - citation.from < 40;
  return [...sentences.values()].sort((left, right) => isShort(left) - isShort(right));
}

function block(document, citations, open, decide) {
  const list = el("ul", { class: "quotes" });
  const add = (some) => list.append(...some.map((citation) => el("li", { dataset: { citation: citation.number } },
    el("button", { type: "button", class: "quote", title: "Read it in the document", onclick: () => open(document, citation) }, quote(citation)),
    (citation.sense !== "place" || citation.confidence < 0.7) && el("p", { class: "aside" }, [
      SENSES[citation.sense].note,
      citation.confidence < 0.7 && `uncertain: ${Math.round(citation.confidence * 100)} %`,
    ].filter(Boolean).join(" · ")),
    decide?.(citation, []))));
  const quotes = telling(citations);
  add(quotes.slice(0, AT_ONCE));
  const rest = quotes.slice(AT_ONCE);
  return el("section", { class: "source", dataset: { document: document.id } },
    el("h4", {}, own(document.label)),
    el("p", { class: "meta" }, whenInWords(document), document.publisher && [" · ", own(document.publisher)]),
    list,
    el("p", { class: "actions" },
      rest.length > 0 && el("button", { type: "button", class: "link", onclick: ({ target }) => { add(rest); target.remove(); } }, plural(rest.length, "more quote")),
      el("button", { type: "button", class: "link", onclick: () => open(document, citations[0]) }, "Read"),
      document.link && el("a", { href: document.link, target: "_blank", rel: "noopener" }, "Open the file")));
}

/**
 * The card of a feature. `citations` are those that the filters leave, or all where they leave none. `decide` makes the
 * buttons to decide about one, where the reader wants them.
 */
export function card(feature, citations, model, { open, show, back, decide }) {
  const documents = [...new Set(citations.map((citation) => citation.document))];
  const others = feature.otherNames;
  return el("article", { class: "card", dataset: { feature: feature.id } },
    el("p", { class: "bar" },
      el("button", { type: "button", class: "link back", onclick: back }, "← All places"),
      feature.geometry !== null && el("button", { type: "button", class: "link", onclick: show }, "Show on the map")),
    el("header", {}, picture(feature.group, feature.manner, feature), el("div", {},
      el("h2", { tabindex: "-1" }, own(feature.name)),
      el("p", { class: "meta" }, `${feature.kind}${feature.where ? ` · ${feature.where}` : ""} · ${plural(citations.length, "mention")} in ${plural(documents.length, "document")}`))),
    facts(feature, citations, model),
    usage(citations, open),
    el("section", {},
      el("h3", {}, "Who says so"),
      documents.map((document) => block(document, citations.filter((one) => one.document === document), open, decide))),
    others.length > 0 && el("details", { class: "others" },
      el("summary", {}, plural(others.length, "other name")),
      el("ul", {}, others.map(({ name, language }) => el("li", {},
        own(name, { lang: language === "und" ? undefined : language }), language && language !== "und" && el("span", { class: "count" }, ` ${language}`))))));
}
