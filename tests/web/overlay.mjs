// The pages of docs/leaflet.md, word for word, with the layers of ARAXES_OUT, in a real browser.
import assert from "node:assert/strict";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, packageFile, pixel } from "./browser.mjs";

const document = readFileSync(new URL("../../docs/leaflet.md", import.meta.url), "utf8");
const [leafletPage, mapLibrePage] = [...document.matchAll(/```html\n([\s\S]*?)```/g)].map(([, page]) => page);
const modules = path.dirname(path.dirname(path.dirname(packageFile("leaflet"))));
const FOLDERS = [process.env.ARAXES_OUT, path.join(modules, "leaflet/dist"), path.join(modules, "maplibre-gl/dist")];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".geojson": "application/geo+json" };
const PAGES = { "/leaflet.html": leafletPage, "/maplibre.html": mapLibrePage };

let browser;
let server;
before(async () => {
  browser = await launch();
  server = http.createServer(({ url }, answer) => {
    const name = path.basename(new URL(url, "http://here").pathname);
    const file = FOLDERS.map((folder) => path.join(folder, name)).find(existsSync);
    answer.setHeader("content-type", TYPES[path.extname(name)] ?? "application/octet-stream");
    if (PAGES[url]) answer.end(PAGES[url]);
    else if (file) createReadStream(file).pipe(answer);
    else answer.writeHead(name === "favicon.ico" ? 204 : 404).end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
});
after(async () => {
  await browser.close();
  server.close();
});

async function show(url) {
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
  page.trouble = [];
  page.on("pageerror", ({ message }) => page.trouble.push(message));
  // Software rendering makes the driver remark on its speed; that is not the page's doing.
  page.on("console", (message) => {
    if (message.type() === "error") page.trouble.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${server.address().port}${url}`);
  return page;
}

const count = (layer) => JSON.parse(readFileSync(path.join(process.env.ARAXES_OUT, `${layer}.geojson`), "utf8"))
  .features.filter(({ geometry, properties: { meant, shape } }) => geometry !== null && meant !== "people"
    && !(layer === "mentions" && shape !== null)).length;

test("the page for Leaflet is ten lines", () => {
  assert.ok(leafletPage.split("\n").filter((line) => line.trim() !== "").length <= 12);
});

test("Leaflet draws every feature but the peoples and opens its quotes", async () => {
  const page = await show("/leaflet.html");
  const expected = ["areas", "waters", "borders", "routes", "mentions"].reduce((sum, layer) => sum + count(layer), 0);
  await page.waitForFunction((all) => document.querySelectorAll("path.leaflet-interactive").length === all, expected);
  assert.ok(await page.locator("path[stroke-dasharray]").count() > 0, "dashes tell kinds apart");
  assert.ok(await page.locator("path[fill='#b5822a'][fill-opacity='0.18']").count() >= 2, "what all name is shaded most");
  await page.locator("path[stroke='#fff']").last().dispatchEvent("click");
  await page.waitForSelector(".leaflet-popup-content mark");
  // Popups cited the hash in a file's name.
  const source = await page.locator(".leaflet-popup-content small").first().innerText();
  assert.ok(/ /.test(source) && !/^\d{3}_/.test(source), source);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("MapLibre draws every layer and opens quotes", async () => {
  const page = await show("/maplibre.html");
  await page.waitForSelector(".maplibregl-canvas");
  await page.waitForTimeout(3000);
  const box = await page.locator("#map").boundingBox();
  await page.evaluate(() => { location.hash = "at=6/40/46"; });
  // MapLibre's zoom counts from tiles twice as wide: 5 there is 6 here.
  const { x, y } = await pixel(page, [49.892, 40.3777]);
  assert.ok(x < box.width && y < box.height);
  await page.mouse.click(x, y);
  await page.waitForSelector(".maplibregl-popup-content mark");
  assert.match(await page.locator(".maplibregl-popup-content").innerText(), /Baku/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
