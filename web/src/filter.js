// Which citations, and so which features, the reader's choices leave.

import { fold } from "./fold.js";

const dated = (document, { from, to, undated }) =>
  document.day === null ? undated : (from === null || document.day >= from) && (to === null || document.day <= to);

const alphabet = new Intl.Collator("en");

/** Whether a document is among those chosen, by name and by date. */
export const allows = (document, state) =>
  (state.docs.size === 0 || state.docs.has(document.id)) && dated(document, state);

/** What is shown of a model. */
export class Shown {
  constructor(model, state) {
    this.documents = model.documents.filter((document) => allows(document, state));
    const allowed = new Set(this.documents);
    this.features = new Map();
    this.counts = new Map();
    for (const feature of model.features) {
      const citations = feature.citations.filter(
        (citation) => allowed.has(citation.document) && citation.confidence >= state.sure,
      );
      if (citations.length === 0) continue;
      const { group } = feature.whole ?? feature;
      if (feature.whole === null) this.counts.set(group.id, (this.counts.get(group.id) ?? 0) + 1);
      if (state.off.has(group.id)) continue;
      const documents = new Set(citations.map((citation) => citation.document));
      this.features.set(feature, { group: feature.group, citations, documents });
    }
    this.unplaced = model.unresolved.filter((one) => allowed.has(one.citation.document));
  }

  /** Features by how many documents, then how many mentions cite them; what is part of another stands for no line. */
  ranked() {
    const apart = [...this.features.keys()].filter(({ whole }) => whole === null || !this.features.has(whole));
    this.order ??= apart.sort((left, right) => {
      const [one, other] = [this.features.get(left), this.features.get(right)];
      return other.documents.size - one.documents.size || other.citations.length - one.citations.length
        || alphabet.compare(left.name, right.name);
    });
    return this.order;
  }
}

/** What documents say comes first: a hit there tells more than one among names in forty languages. */
const keys = (feature) => [feature.name, ...feature.surfaces, ...feature.otherNames.map(({ name }) => name)]
  .map((name) => ({ name, folded: fold(name) }));

/** Finds features by any of their names: best first those that begin with the words looked for. */
export function search(features, folded) {
  if (folded === "") return features.map((feature) => ({ feature, key: null }));
  const hits = [];
  for (const feature of features) {
    let best = null;
    feature.keys ??= keys(feature);
    feature.keys.forEach((key, at) => {
      const where = key.folded === folded ? 0 : key.folded.startsWith(folded) ? 1 : key.folded.includes(folded) ? 2 : 3;
      if (where < 3 && (best === null || where < best.where)) best = { where, at, key };
    });
    if (best) hits.push({ feature, key: best.at === 0 ? null : best.key.name, where: best.where });
  }
  return hits.sort((left, right) => left.where - right.where);
}
