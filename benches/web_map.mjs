// How large and how fast map.html is for 1,000 documents with 20,000 mentions of some thousand places.
// Run after `npm ci` in web/: node benches/web_map.mjs target/release/araxes [page.html]
// With a page named, that page is measured and none is made.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { data, launch, open } from "../tests/web/browser.mjs";

const DOCUMENTS = 1000;
const MENTIONS = 20;

/** Numbers that are the same in every run. */
function* numbers(seed) {
  let state = seed;
  while (true) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Documents that name large towns with their countries, as agencies do. */
function write(folder) {
  const rows = gunzipSync(readFileSync(new URL("../gazetteer/world/places.csv.gz", import.meta.url))).toString().split("\n");
  const towns = rows.map((row) => row.split(",")).filter((cells) => cells[2] === "P" && Number(cells[9]) > 60000)
    .map(([, name]) => name).filter((name) => /^\p{Lu}[\p{L} ]{4,}$/u.test(name));
  const random = numbers(7);
  const any = (list) => list[Math.floor(random.next().value * list.length)];
  for (let number = 0; number < DOCUMENTS; number++) {
    const day = new Date(Date.UTC(2018, 0, 1) + number * 2.5 * 86400000).toISOString().slice(0, 10);
    const sentences = Array.from({ length: MENTIONS }, () =>
      `The delegation travelled from the city of ${any(towns)} by road and spoke at length with engineers, drivers and shopkeepers about prices, water and the state of the bridges, which had been under repair since the spring; nobody could say when the work would end.`);
    const paragraphs = Array.from({ length: 5 }, (_, part) => sentences.slice(4 * part, 4 * part + 4).join(" "));
    writeFileSync(path.join(folder, `report-${String(number).padStart(4, "0")}.txt`), `Report ${number} from the road\n\ndate ${day}\n\n${paragraphs.join("\n\n")}\n`);
  }
}

/** Frames while the map is dragged to and fro: milliseconds between two of them. */
async function pan(page) {
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const tick = (now) => {
      window.frames_.push(now - last);
      last = now;
      window.ticking = requestAnimationFrame(tick);
    };
    window.ticking = requestAnimationFrame(tick);
  });
  const box = await page.locator("#map").boundingBox();
  const [x, y] = [box.x + box.width * 0.6, box.y + box.height / 2];
  for (let drag = 0; drag < 4; drag++) {
    const way = drag % 2 === 0 ? 1 : -1;
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 40; step++) await page.mouse.move(x + way * 6 * step, y + way * 3 * step);
    await page.mouse.up();
    await page.waitForTimeout(250);
  }
  return page.evaluate(() => {
    cancelAnimationFrame(window.ticking);
    return window.frames_.slice(1);
  });
}

const quantile = (values, share) => [...values].sort((left, right) => left - right)[Math.floor(share * (values.length - 1))];

const folder = mkdtempSync(path.join(os.tmpdir(), "araxes-web-map-"));
const [binary, made] = process.argv.slice(2);
let file = made;
if (!file) {
  const documents = path.join(folder, "documents");
  mkdirSync(documents);
  write(documents);
  const start = performance.now();
  execFileSync(binary, ["map", documents, "--out", path.join(folder, "out")], { stdio: "inherit" });
  console.log(`araxes map: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  file = path.join(folder, "out", "map.html");
}
const browser = await launch();
const page = await open(browser, path.resolve(file));
const { features, documents } = await data(page);
const mentions = features.reduce((sum, { citations }) => sum + citations.length, 0);
console.log(`map.html: ${(statSync(file).size / 1e6).toFixed(2)} MB, ${documents.length} documents, ${features.length} features, ${mentions} mentions`);
const times = [];
for (let run = 0; run < 3; run++) {
  const fresh = await open(browser, path.resolve(file));
  times.push(await fresh.evaluate(() => ({
    ready: performance.getEntriesByName("ready")[0].startTime,
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  })));
  await fresh.context().close();
}
console.log(`ready after ${times.map(({ ready }) => Math.round(ready)).join(", ")} ms; first paint after ${times.map(({ paint }) => Math.round(paint)).join(", ")} ms`);
for (const zoom of [2, 4, 6]) {
  await page.evaluate((at) => { location.hash = `#at=${at}/40/20`; }, zoom);
  await page.waitForTimeout(800);
  const frames = await pan(page);
  console.log(`panning at zoom ${zoom}: median ${quantile(frames, 0.5).toFixed(1)} ms (${Math.round(1000 / quantile(frames, 0.5))} frames a second), 95 % within ${quantile(frames, 0.95).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(0)} ms, ${frames.length} frames`);
}
if (process.env.KEEP) console.log(file);
await browser.close();
if (!process.env.KEEP) rmSync(folder, { recursive: true });
