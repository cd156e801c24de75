// The range of dates: when documents were published, how many, and a button that lets time pass.

import { dateInWords, isoDay } from "./model.js";
import { el, plural } from "./dom.js";

const BARS = 48;
/** How long the whole range takes to play, milliseconds, and one step of it. */
const DURATION = 9000;
const STEP = 120;

export function timeline(model, store) {
  const days = model.documents.map(({ day }) => day).filter((day) => day !== null);
  const undated = model.documents.length - days.length;
  if (days.length === 0) return null;
  const first = Math.min(...days);
  const last = Math.max(...days);
  if (first === last && undated === 0) return null;

  const bars = new Array(BARS).fill(0);
  const span = Math.max(1, last - first);
  for (const day of days) bars[Math.min(BARS - 1, Math.floor(((day - first) / span) * BARS))] += 1;
  const most = Math.max(...bars);
  const histogram = el("div", { class: "bars", "aria-hidden": "true" },
    bars.map((count) => el("span", { style: { height: `${count === 0 ? 0 : 18 + 82 * (count / most)}%` } })));

  const slider = (label, field, standard) => el("input", {
    type: "range", min: first, max: last, step: 1, "aria-label": label,
    oninput: ({ target }) => {
      stop();
      const { from, to } = range(store.state);
      let value = Number(target.value);
      value = field === "from" ? Math.min(value, to) : Math.max(value, from);
      target.value = value;
      store.set({ [field]: value === standard ? null : value });
    },
  });
  const from = slider("Earliest date", "from", first);
  const to = slider("Latest date", "to", last);
  const range = (state) => ({ from: state.from ?? first, to: state.to ?? last });
  const words = el("output", { class: "dates" });
  const fill = el("div", { class: "fill" });

  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let playing = null;
  const button = el("button", { type: "button", class: "play", onclick: () => (playing ? stop() : play()) });
  const face = () => {
    button.textContent = playing ? "❚❚" : "▶";
    button.setAttribute("aria-label", playing ? "Stop" : "Play through time");
    button.title = button.getAttribute("aria-label");
  };
  const stop = () => {
    clearInterval(playing);
    playing = null;
    face();
  };
  const play = () => {
    const step = Math.max(1, Math.round((span * (reduced ? STEP * 8 : STEP)) / DURATION));
    const start = store.state.to === null || store.state.to >= last ? (store.state.from ?? first) : store.state.to;
    store.set({ to: start });
    playing = setInterval(() => {
      const next = store.state.to + step;
      store.set({ to: next >= last ? null : next });
      if (next >= last) stop();
    }, reduced ? STEP * 8 : STEP);
    face();
  };
  face();

  const box = el("input", {
    type: "checkbox", checked: store.state.undated, onchange: ({ target }) => store.set({ undated: target.checked }),
  });
  store.on(["from", "to", "undated"], (state) => {
    const now = range(state);
    from.value = now.from;
    to.value = now.to;
    from.setAttribute("aria-valuetext", dateInWords(isoDay(now.from)));
    to.setAttribute("aria-valuetext", dateInWords(isoDay(now.to)));
    box.checked = state.undated;
    const share = (day) => ((day - first) / span) * 100;
    fill.style.left = `${share(now.from)}%`;
    fill.style.right = `${100 - share(now.to)}%`;
    [...histogram.children].forEach((bar, number) => {
      const [start, end] = [first + (number * span) / BARS, first + ((number + 1) * span) / BARS];
      bar.classList.toggle("out", end < now.from || start > now.to);
    });
    words.textContent = `${dateInWords(isoDay(now.from))} – ${dateInWords(isoDay(now.to))}`;
  });
  return el("section", { class: "timeline", "aria-label": "Dates of documents" },
    button,
    el("div", { class: "track" }, histogram, el("div", { class: "rail" }, fill), from, to),
    el("div", { class: "when" }, words,
      undated > 0 && el("label", {}, box, ` and ${plural(undated, "undated document")}`)));
}
