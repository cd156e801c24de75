// map.html of the documents in seeds/, as readers use it. ARAXES_OUT is the folder with the output.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { inflateSync } from "node:zlib";
import { AXE, data, launch, open, pixel } from "./browser.mjs";

const file = path.join(process.env.ARAXES_OUT, "map.html");
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function withPage(options, use) {
  const page = await open(browser, file, options);
  try {
    await use(page);
  } finally {
    await page.context().close();
  }
}

const heading = (page) => page.locator("#panel .card h2").innerText();
const hash = (page, pattern) => page.waitForFunction((text) => new RegExp(text).test(decodeURIComponent(location.hash)), pattern);
const slide = (page, label, value) => page.getByLabel(label).evaluate((input, to) => {
  input.value = to;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}, value);

/** Whether anything is drawn on a canvas of a pane. */
const drawn = (page, pane) => page.evaluate((name) => {
  const canvas = document.querySelector(`.leaflet-${name}-pane canvas`);
  const { data: pixels } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < pixels.length; at += 4 * 7) if (pixels[at + 3] > 0) colours.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
  return colours.size;
}, pane);

test("opens from a file without network, with every layer on and drawn", () => withPage({}, async (page) => {
  for (const layer of ["Places", "Routes", "Borders"]) {
    assert.ok(await page.locator(".legend legend label", { hasText: layer }).locator("input").isChecked(), layer);
  }
  assert.ok(await drawn(page, "base") >= 4, "land, water, coast and borders");
  assert.ok(await drawn(page, "overlay") > 10, "features");
  assert.ok(await drawn(page, "labels") > 10, "names");
  const { features } = await data(page);
  const listed = features.filter(({ meant, part_of: whole }) => meant !== "people" && whole === null);
  assert.equal(await page.locator("#list .row").count(), Math.min(100, listed.length));
  assert.deepEqual(page.trouble, []);
}));

test("a click on the Lachin corridor shows what documents 001 and 004 say of it", () => withPage({ hash: "#at=10/39.6/46.3&off=settlement,country,region,border,disputed,site" }, async (page) => {
  const { features } = await data(page);
  const [line] = features.find(({ id }) => id === "route:lachin-corridor").geometry;
  const [from, to] = [line[2], line[3]];
  const { x, y } = await pixel(page, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  await page.mouse.click(x, y);
  await page.waitForSelector(".card");
  assert.equal(await heading(page), "Lachin corridor");
  const sources = page.locator(".card .source");
  const documents = await sources.evaluateAll((all) => all.map(({ dataset }) => dataset.document.slice(0, 3)));
  assert.deepEqual(documents, ["001", "004"]);
  for (const source of await sources.all()) {
    const quote = source.locator("blockquote").first();
    assert.match(await quote.locator("mark").innerText(), /lachin corridor/i);
    assert.ok((await quote.innerText()).length > 40, "a sentence around the words");
    assert.match(await source.locator("a").getAttribute("href"), /00[14]_.*\.txt$/);
  }
  assert.match(await sources.last().locator(".meta").innerText(), /23 June 2023 · Asbarez/);
}));

test("a search for Naxçıvan finds Nakhchivan, and one without its diacritics too", () => withPage({}, async (page) => {
  for (const words of ["Naxçıvan", "naxcivan", "Նախիջևան", "НАХИЧЕВАНЬ"]) {
    await page.locator("#search").fill(words);
    await page.waitForFunction(() => document.querySelector("#list .row .alias"));
    const rows = await page.locator("#list .row").allInnerTexts();
    assert.match(rows[0], /Nakhchivan/, words);
    assert.ok(rows.length < 10, `${words}: ${rows.length} rows`);
    await page.locator("#search").fill("");
    await page.waitForFunction(() => !document.querySelector("#list .row .alias"));
  }
}));

test("the names that documents use are told apart", () => withPage({ hash: "#place=place:nakhchivan" }, async (page) => {
  const forms = await page.locator(".usage li").allInnerTexts();
  const by = (form) => forms.find((text) => text.startsWith(form));
  assert.match(by("Nakhijevan\n"), /Moscow Says/);
  // A document without a title goes by its first words.
  assert.match(by("Nakhichevan\n"), /“Never been discussed”: with these words Sergey Lavrov/);
  assert.match(by("Nakhichevan Autonomous Republic"), /Iran, Its Northern/);
}));

test("the range of dates hides documents, and playing lets them come back", () => withPage({ hash: "#place=place:armenia&undated=0" }, async (page) => {
  const sources = () => page.locator(".card .source").evaluateAll((all) => all.map(({ dataset }) => dataset.document.slice(0, 3)));
  const all = await sources();
  assert.ok(!all.includes("001"), "001 has no date");
  assert.ok(all.includes("004"));
  const first = Number(await page.getByLabel("Earliest date").getAttribute("min"));
  await slide(page, "Latest date", first + 30);
  await page.keyboard.press("Escape");
  const count = async () => Number(await page.locator("#tab-places .count").innerText());
  const early = await count();
  await page.locator("#tab-documents").click();
  await page.locator("#tab-places").click();
  await page.getByRole("button", { name: "Play through time" }).click();
  await page.waitForFunction((before) => Number(document.querySelector("#tab-places .count").textContent) > before, early, { timeout: 20000 });
  await hash(page, "undated=0");
}));

test("filters by document, kind and confidence leave what they say", () => withPage({}, async (page) => {
  const count = async () => Number(await page.locator("#tab-places .count").innerText());
  const all = await count();
  await page.locator("#tab-documents").click();
  await page.getByLabel(/Show only Moscow Wants/).check();
  await page.locator("#tab-places").click();
  const one = await count();
  const { features, documents } = await data(page);
  const number = documents.findIndex(({ id }) => id.startsWith("004"));
  assert.equal(one, features.filter(({ citations }) => citations.some(([document]) => document === number)).length);
  await page.locator(".chip").first().click();
  assert.equal(await count(), all);
  await page.locator(".legend .kind", { hasText: "Towns" }).locator("input").uncheck();
  assert.ok(await count() < all);
  await page.locator(".legend .kind", { hasText: "Towns" }).locator("input").check();
  await slide(page, "Least confidence", 1);
  assert.ok(await count() < all);
}));

test("the reader and the map answer each other", () => withPage({ hash: "#read=004_lachin_corridor_asbarez&at=8/39.8/46.7" }, async (page) => {
  assert.match(await page.locator("#reader h2").first().innerText(), /Unblocked/);
  const mark = page.locator("#reader mark", { hasText: /^Shushi$/ });
  await mark.first().hover();
  await page.waitForSelector("path.pulse");
  await mark.nth(1).click();
  assert.equal(await heading(page), "Shusha");
  assert.match(await page.locator(".steps").innerText(), /Shusha 2 of 2/);
  const { features } = await data(page);
  const stepanakert = features.find(({ id }) => id === "place:stepanakert");
  if (stepanakert) await page.mouse.click(...Object.values(await pixel(page, stepanakert.geometry)));
  await page.locator(".card .back").click();
  await page.locator("#list .row", { hasText: "Yerevan" }).first().click();
  const now = page.locator("#reader mark.now");
  assert.equal(await now.first().innerText(), "Yerevan");
  const [text, article] = [await now.first().boundingBox(), await page.locator("#reader article").boundingBox()];
  assert.ok(text.y > article.y && text.y < article.y + article.height, "the text has jumped there");
  await page.locator("#panel .card blockquote").last().click();
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#reader").isHidden());
  assert.deepEqual(page.trouble, []);
}));

test("the text of every document is read word for word", () => withPage({}, async (page) => {
  const { documents } = await data(page);
  for (const document of documents) {
    await page.goto(`${page.url().split("#")[0]}#read=${document.id}`);
    await page.waitForFunction((id) => document.querySelector("#reader header")?.innerText.includes(id), document.path);
    const text = await page.locator("#reader article").evaluate((article) => [...article.children].map((block) => block.textContent).join("\n\n"));
    assert.equal(text, document.text);
  }
}));

test("an address leads to what was seen", () => withPage({}, async (page) => {
  await page.locator("#search").fill("aras");
  await page.locator("#list .row", { hasText: "Aras" }).first().click();
  await slide(page, "Least confidence", 0.4);
  await page.locator(".card .quote").first().click();
  await page.getByLabel(/Dark colours/).click();
  await hash(page, "place=.*sure=0.4.*theme=dark");
  await page.waitForTimeout(400);
  const url = page.url();
  const copy = await open(browser, file, { hash: url.slice(url.indexOf("#")) });
  assert.equal(await heading(copy), await heading(page));
  assert.equal(await copy.locator("#reader h2").first().innerText(), await page.locator("#reader h2").first().innerText());
  assert.equal(await copy.getByLabel("Least confidence").inputValue(), "0.4");
  assert.equal(await copy.locator("html").getAttribute("data-theme"), "dark");
  assert.equal(await copy.locator("#search").inputValue(), "aras");
  await copy.evaluate(() => { location.hash = "#place=place:baku"; });
  await copy.waitForFunction(() => document.querySelector(".card h2")?.textContent === "Baku");
  assert.deepEqual(copy.trouble, []);
  await copy.context().close();
}));

test("an address gone to while the page was writing its own is not overwritten", () => withPage({}, async (page) => {
  // The page writes its address a moment after a change, and the browser tells of a new address a moment after it was
  // gone to. Here the page's moment is over first.
  await page.evaluate(() => {
    const due = [];
    const later = globalThis.setTimeout;
    globalThis.setTimeout = (what) => due.push(what);
    const least = document.querySelector("label.sure input");
    least.value = "0.4";
    least.dispatchEvent(new Event("input", { bubbles: true }));
    globalThis.setTimeout = later;
    location.hash = "#place=place:baku";
    due.forEach((what) => what());
  });
  await page.waitForFunction(() => document.querySelector(".card h2")?.textContent === "Baku", null, { timeout: 5000 });
  assert.match(await page.evaluate(() => location.hash), /place:baku/);
}));

test("an address that makes no sense opens the map all the same", () => withPage({ hash: "#at=x/99/999&place=place:nowhere&read=nothing&docs=%E0%A4%A&from=soon&sure=much&tab=no" }, async (page) => {
  assert.ok(await page.locator("#list .row").count() > 0);
  assert.deepEqual(page.trouble, []);
}));

test("everything can be reached by keyboard", () => withPage({}, async (page) => {
  await page.keyboard.press("/");
  assert.ok(await page.locator("#search").evaluate((input) => input === document.activeElement));
  await page.keyboard.type("lachin cor");
  await page.waitForFunction(() => document.querySelectorAll("#list .row").length < 5);
  for (let tab = 0; tab < 8; tab++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("#list .row"))) break;
  }
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "Lachin corridor");
  assert.ok(await page.locator(".card h2").evaluate((title) => title === document.activeElement), "the heading is read out");
  for (let tab = 0; tab < 12; tab++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches(".quote"))) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForSelector("#reader:not([hidden]) mark.now");
  await page.locator("#reader mark[tabindex='0']").focus();
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.evaluate(() => document.activeElement.matches("#reader mark")));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".card h2").count(), 0);
}));

test("no tile is asked for until the reader switches them on", () => withPage({}, async (page) => {
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, -400);
  await page.waitForTimeout(600);
  assert.deepEqual(page.trouble, []);
  await page.getByLabel("Online background").check();
  await page.waitForFunction(() => /cannot be had/.test(document.querySelector(".legend").textContent));
  assert.ok(page.trouble.some((text) => text.startsWith("request: https://tile.openstreetmap.org/")));
}));

for (const [name, options] of Object.entries({
  list: {},
  documents: { hash: "#tab=documents" },
  "not placed": { hash: "#tab=unplaced" },
  card: { hash: "#place=place:nakhchivan" },
  reader: { hash: "#place=place:aras&read=003_iran_and_nagorno_karabakh" },
  dark: { hash: "#place=route:lachin-corridor&read=001_lachin_corridor_mfa_reply&theme=dark" },
  phone: { width: 390, height: 800, hasTouch: true, isMobile: true },
  "phone reader": { width: 390, height: 800, hasTouch: true, isMobile: true, hash: "#read=004_lachin_corridor_asbarez" },
})) {
  test(`axe finds nothing: ${name}`, () => withPage(options, async (page) => {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run());
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    assert.deepEqual(found, []);
  }));
}

test("a telephone shows map, list and reader without sideways scrolling", () => withPage({ width: 390, height: 800, hasTouch: true, isMobile: true }, async (page) => {
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!await wide());
  assert.ok(await page.locator(".legend").evaluate((details) => !details.open), "the key is folded away");
  await page.locator("#list .row", { hasText: "Baku" }).first().tap();
  assert.equal(await heading(page), "Baku");
  await page.locator(".card .quote").first().tap();
  const [reader, map] = [await page.locator("#reader").boundingBox(), await page.locator("#map").boundingBox()];
  assert.ok(reader.y > map.y + 100, "the map stays in sight above the reader");
  assert.ok(!await wide());
}));

/** Keeps what is written on canvases: the text, and where on the screen. */
const WRITTEN = () => {
  globalThis.written = [];
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function fillText(text, x, y, ...more) {
    const turn = this.getTransform().transformPoint({ x, y });
    globalThis.written.push({ text, x: turn.x, y: turn.y, turned: this.getTransform().b !== 0 });
    return write.call(this, text, x, y, ...more);
  };
};

/** Whether nothing but the map is seen at a position. */
const uncovered = async (page, position) => {
  const { x, y } = await pixel(page, position);
  return page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.closest("#map") !== null, [x, y]);
};

/** There and back: the page writes its view into the address when it has moved. */
async function tellView(page) {
  for (const button of ["Zoom in", "Zoom out"]) {
    await page.getByRole("button", { name: button }).click();
    await page.waitForTimeout(500);
  }
  await hash(page, "at=");
}

test("the page opens where the documents are at home, and not from Suez to Moscow", () => withPage({ width: 1400, height: 900 }, async (page) => {
  await tellView(page);
  const { features } = await data(page);
  const place = (id) => features.find((feature) => feature.id === id).geometry;
  for (const id of ["place:yerevan", "place:baku", "place:shushi"]) assert.ok(await uncovered(page, place(id)), id);
  const moscow = await pixel(page, place("place:moscow"));
  assert.ok(moscow.y < 0, `Moscow at ${moscow.y}`);
}));

test("a quote that means the government or the people says so, and its words are underlined with dots", () => withPage({ hash: "#place=place:moscow" }, async (page) => {
  assert.match(await page.locator(".card .facts").innerText(), /Meant\s+the place itself \(\d+\), its government \(\d+\)/);
  const note = page.locator(".card .aside", { hasText: "its government rather than the place" }).first();
  assert.ok(await note.isVisible());
  await note.locator("xpath=..").locator(".quote").click();
  const mark = page.locator("#reader mark.associative", { hasText: "Moscow" }).first();
  const style = await mark.evaluate((element) => getComputedStyle(element).textDecorationStyle);
  assert.equal(style, "dotted");
  const own = page.locator("#reader mark.placed").first();
  assert.notEqual(await own.evaluate((element) => getComputedStyle(element).textDecorationStyle), "dotted");
}));

test("peoples are no dots in Egypt or Turkmenistan unless they are asked for", () => withPage({}, async (page) => {
  const rows = () => page.locator("#list .row .name").allInnerTexts();
  const peoples = ["Arab world", "Persia", "Turkmenistan"];
  for (const name of peoples) assert.ok(!(await rows()).includes(name), name);
  await page.locator(".legend .kind", { hasText: "Peoples" }).locator("input").check();
  for (const name of peoples) assert.ok((await rows()).includes(name), name);
  await hash(page, "off=none");
}));

test("a bridge is one thing, and two bridges of one name are told apart", () => withPage({}, async (page) => {
  const names = (await page.locator("#list .row .name").allInnerTexts()).filter((name) => name.startsWith("Bridge over the Aras"));
  assert.deepEqual(names.sort(), ["Bridge over the Aras 39.14° N 46.95° E", "Bridge over the Aras 39.18° N 47.04° E"]);
}));

test("a line that is chosen in the list is gone to and lies over everything", () => withPage({ hash: "#at=4/10/10" }, async (page) => {
  await page.locator("#list .row", { hasText: "Lachin corridor" }).click();
  await hash(page, "at=(9|1\\d)");
  const { features } = await data(page);
  const [line] = features.find(({ id }) => id === "route:lachin-corridor").geometry;
  for (const end of [line[0], line.at(-1)]) assert.ok(await uncovered(page, end));
  const [halo, overlay] = await page.evaluate(() => ["halo", "overlay"].map((name) => Number(getComputedStyle(document.querySelector(`.leaflet-${name}-pane`)).zIndex)));
  assert.ok(halo > overlay, "the halo lies under the symbols");
}));

test("what is shown on the map is not put under the key", () => withPage({ hash: "#at=8/39.2/50.9&place=place:yerevan" }, async (page) => {
  await page.getByRole("button", { name: "Show on the map" }).click();
  await page.waitForTimeout(600);
  const { features } = await data(page);
  assert.ok(await uncovered(page, features.find(({ id }) => id === "place:yerevan").geometry));
}));

test("routes and borders have their names on the map, along the line", () => withPage({ hash: "#at=8/39.6/46.6", init: WRITTEN }, async (page) => {
  const written = await page.evaluate(() => globalThis.written);
  const of = (text) => written.find((one) => one.text === text);
  for (const name of ["Lachin corridor", "Zangezur corridor", "Azerbaijan – Iran border"]) assert.ok(of(name), name);
  assert.ok(written.some(({ text, turned }) => turned && /corridor|pipeline|border/.test(text)), "no name runs along its line");
}));

test("a country keeps its name when its point is out of sight", () => withPage({ hash: "#at=8/38.2/46.3", init: WRITTEN }, async (page) => {
  const { features } = await data(page);
  const iran = await pixel(page, features.find(({ id }) => id === "place:iran").geometry);
  assert.ok(iran.y > 820, "the point is in sight");
  assert.ok((await page.evaluate(() => globalThis.written)).some(({ text }) => text === "IRAN"));
}));

/** The colour of a canvas at a position: red, green, blue and opacity. */
const colourAt = async (page, pane, position) => {
  const { x, y } = await pixel(page, position);
  return page.evaluate(([name, left, top]) => {
    const canvas = document.querySelector(`.leaflet-${name}-pane canvas`);
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [...canvas.getContext("2d").getImageData(Math.round((left - box.left) * scale), Math.round((top - box.top) * scale), 1, 1).data];
  }, [pane, x, y]);
};

const near = (found, wanted) => wanted.every((value, at) => Math.abs(found[at] - value) <= 3);

test("countries are shaded by how many documents name them, with their name and without a ring in the middle", () => withPage({ hash: "#at=7/40.6/45.4", width: 1400, height: 900, init: WRITTEN }, async (page) => {
  const { features } = await data(page);
  const by = (id) => features.find((feature) => feature.id === id);
  // Land is #f7f5f0; all five documents name Armenia and Azerbaijan, one names Georgia.
  const [armenia, georgia] = [await colourAt(page, "base", [44.1, 40.55]), await colourAt(page, "base", [43.6, 42.25])];
  assert.ok(near(armenia, [235, 224, 204]), `Armenia: ${armenia}`);
  assert.ok(near(georgia, [242, 236, 225]), `Georgia: ${georgia}`);
  for (const id of ["place:azerbaijan", "place:georgia"]) {
    const [, , , solid] = await colourAt(page, "overlay", by(id).geometry);
    assert.equal(solid, 0, `${id} has a symbol at its point`);
  }
  const written = (await page.evaluate(() => globalThis.written)).map(({ text }) => text);
  for (const name of ["ARMENIA", "AZERBAIJAN", "GEORGIA", "Caspian Sea"]) assert.ok(written.includes(name), name);
}));

test("lakes are not shaded with their country, and the Aras is a line with its name", () => withPage({ hash: "#at=8.5/40.1/45.2&off=settlement,site,corridor,way,border,disputed", init: WRITTEN }, async (page) => {
  // In the middle of Sevan: #d9e4ea.
  assert.ok(near(await colourAt(page, "base", [45.3, 40.3]), [217, 228, 234]));
  const { features } = await data(page);
  assert.ok(features.find(({ id }) => id === "place:aras").course.length > 0);
  const written = await page.evaluate(() => globalThis.written);
  assert.ok(written.some(({ text }) => text === "Aras"), "its name");
  await page.locator("#list .row", { has: page.locator(".name", { hasText: /^Aras$/ }) }).click();
  assert.equal(await heading(page), "Aras");
}));

test("a click into a country opens its card, and one on a town in it the town's", () => withPage({ hash: "#at=7/40.6/45.4", width: 1400, height: 900 }, async (page) => {
  await page.mouse.click(...Object.values(await pixel(page, [44.1, 40.55])));
  await page.waitForSelector(".card");
  assert.equal(await heading(page), "Armenia");
  const { features } = await data(page);
  await page.mouse.click(...Object.values(await pixel(page, features.find(({ id }) => id === "place:baku").geometry)));
  await page.waitForFunction(() => document.querySelector("#panel .card h2")?.textContent === "Baku");
}));

test("what is switched off is not shaded", () => withPage({ hash: "#at=7/40.6/45.4&off=country", width: 1400, height: 900 }, async (page) => {
  assert.ok(near(await colourAt(page, "base", [44.1, 40.55]), [247, 245, 240]));
}));

test("a country that is named as a people only is not shaded", () => withPage({ hash: "#at=6/39/56", width: 1400, height: 900 }, async (page) => {
  const { features } = await data(page);
  assert.ok(features.find(({ id }) => id === "place:turkmenistan").area, "it has an outline");
  assert.ok(near(await colourAt(page, "base", [58, 39.6]), [247, 245, 240]));
}));

test("so does a country over the antimeridian, in the part of it that is seen", () => withPage({ hash: "#at=7/43.5/45.5", init: WRITTEN }, async (page) => {
  assert.ok((await page.evaluate(() => globalThis.written)).some(({ text }) => text === "RUSSIA"));
}));

test("the background has Goris, Kapan, Meghri and Lachin, and no quarter of Yerevan", () => withPage({ hash: "#at=9.5/39.3/46.4&names=0&off=region,site,people", init: WRITTEN }, async (page) => {
  const written = new Set((await page.evaluate(() => globalThis.written)).map(({ text }) => text));
  for (const name of ["Goris", "Kapan", "Meghri", "Lachin"]) assert.ok(written.has(name), `${name} is not among ${[...written]}`);
  const cities = await page.evaluate(() => JSON.parse(document.getElementById("basemap").textContent).cities);
  const near = cities.filter(([, , lon, lat]) => Math.hypot((lon - 44.51) * 0.77, lat - 40.18) < 0.07).map(([, name]) => name);
  assert.deepEqual(near, ["Yerevan"]);
}));

test("a telephone's open key lies over everything, and can be closed", () => withPage({ width: 390, height: 844, hasTouch: true, isMobile: true }, async (page) => {
  await page.locator(".legend summary").tap();
  const covered = await page.locator(".legend").evaluate((legend) => {
    const { left, right, top, bottom } = legend.getBoundingClientRect();
    const spots = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => [left + share * (right - left), top + share * (bottom - top)]);
    return spots.filter(([x, y]) => !legend.contains(document.elementFromPoint(x, y)));
  });
  assert.deepEqual(covered, []);
  await page.locator(".legend summary").tap();
  await page.locator("#list .row", { hasText: "Yerevan" }).first().tap();
  assert.equal(await heading(page), "Yerevan");
}));

/** The pictures in a PDF: their width, height and pixels. */
function pictures(pdf) {
  const text = pdf.toString("latin1");
  return [...text.matchAll(/<<[^>]*\/Subtype \/Image[^]*?>>\s*stream\r?\n/g)].flatMap((found) => {
    const [width, height, length] = ["Width", "Height", "Length"].map((name) => Number(new RegExp(`/${name} (\\d+)`).exec(found[0])?.[1]));
    const start = found.index + found[0].length;
    if (!/FlateDecode/.test(found[0]) || /SMask|DeviceGray/.test(found[0])) return [];
    return [{ width, height, pixels: inflateSync(pdf.subarray(start, start + length)) }];
  });
}

test("what is printed has the map on it: sea, land and the symbols, and not only names on white", () => withPage({}, async (page) => {
  const found = pictures(await page.pdf({ printBackground: false })).sort((left, right) => right.width - left.width);
  assert.ok(found.length > 0, "no picture without holes in the PDF");
  const [{ width, pixels }] = found;
  assert.ok(width > 600, `${width} pixels`);
  const counts = new Map();
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const share = (colour) => (counts.get(colour) ?? 0) / (pixels.length / 3);
  assert.ok(share(0xd9e4ea) > 0.03, "sea");
  // Land is shaded by how many documents name it: from #f7f5f0 towards #b5822a.
  const isLand = (colour) => {
    const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
    return red > 220 && green > 195 && blue > 150 && red > green && green > blue;
  };
  const land = [...counts].filter(([colour]) => isLand(colour)).reduce((sum, [colour]) => sum + share(colour), 0);
  assert.ok(land > 0.3, `land: ${land}`);
  assert.ok(share(0xffffff) < 0.3, "white");
}));

test("what is shown can be saved as GeoJSON and CSV", () => withPage({ hash: "#docs=004_lachin_corridor_asbarez&off=settlement,people" }, async (page) => {
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".downloads").getByRole("button", { name }).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  const collection = JSON.parse(await saved("GeoJSON"));
  const rows = (await saved("CSV")).trimEnd().split("\r\n");
  const citations = collection.features.flatMap(({ properties }) => properties.citations);
  assert.equal(rows.length - 1, citations.length);
  assert.ok(citations.length > 5 && citations.every(({ document }) => document.startsWith("004")));
  assert.ok(!collection.features.some(({ properties }) => /capital|settlement/.test(properties.kind)));
  assert.match(rows[0], /^feature_id,feature_name,kind,/);
  assert.ok(collection.features.some(({ id, geometry }) => id === "route:lachin-corridor" && geometry.type === "MultiLineString"));
}));

test("what a reader decides on the page holds in the next run", () => withPage({ hash: "#place=place:tehran" }, async (page) => {
  assert.equal(await page.locator(".decide").count(), 0, "nobody asked for it");
  await page.getByLabel("Correct what is wrong").check();
  await page.getByLabel("Your name, for the file").fill("Ann");
  await page.getByLabel("Your name, for the file").blur();
  const first = page.locator(".card .decide").first();
  const quoted = await page.locator(".card .quote mark").first().innerText();
  await first.getByLabel("For which mentions it holds").selectOption("everywhere");
  assert.match(await first.locator("option:checked").innerText(), /^everywhere \(\d+ mentions?\)$/);
  await first.getByRole("button", { name: "No place" }).click();
  // It is told at every mention that it holds for.
  for (const one of await page.locator(".card .decide").all()) assert.match(await one.locator(".decided").innerText(), /^Decided: no place, everywhere/);
  // One mention is another place, which is clicked on the map; and a mistake is taken back.
  const second = page.locator(".card .decide").last();
  await second.getByRole("button", { name: "Right" }).click();
  assert.match(await second.locator(".decided").innerText(), /right as it is, only here/);
  await second.getByRole("button", { name: "Undo" }).click();
  await second.getByRole("button", { name: "Other place" }).click();
  await second.getByRole("button", { name: "Pick on the map" }).click();
  const box = await page.locator("#map").boundingBox();
  await page.mouse.click(box.x + box.width - 120, box.y + 200);
  const place = second.getByLabel("The place that is meant");
  await page.waitForFunction((input) => input.value !== "", await place.elementHandle());
  await place.fill("Baku");
  await second.getByRole("button", { name: "Set" }).click();
  assert.match(await second.locator(".decided").innerText(), /^Decided: is Baku, only here/);
  await page.locator(".card .back").click();
  await page.getByRole("tab", { name: /Not placed/ }).click();
  const unplaced = page.locator("#list .unplaced .decide").first();
  await unplaced.getByRole("button", { name: "Other place" }).click();
  await unplaced.getByLabel("The place that is meant").fill("40.25, 45.5");
  await unplaced.getByLabel("What it is called").fill("Camp Aurora");
  await unplaced.getByRole("button", { name: "Set" }).click();
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  assert.deepEqual(page.trouble, []);

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save decisions.csv" }).click()]);
  assert.equal(download.suggestedFilename(), "decisions.csv");
  const file = await download.path();
  const rows = readFileSync(file, "utf8").trimEnd().split("\r\n");
  assert.equal(rows.length, 1 + 3);
  assert.match(rows[1], new RegExp(`^everywhere,,,${quoted},,no-place,,,,,,Ann,20`));
  const out = mkdtempSync(path.join(tmpdir(), "araxes-decided-"));
  try {
    const run = spawnSync(process.env.ARAXES_PROGRAM, ["map", "seeds", "--out", out, "--decisions", file, "--without", "geopackage,qgis,web-map"], { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    const { features } = JSON.parse(readFileSync(path.join(out, "mentions.geojson"), "utf8"));
    const found = (id) => features.find((feature) => feature.id === id)?.properties;
    assert.equal(found("place:tehran"), undefined, "no place anywhere");
    assert.equal(found("place:baku").confirmed_count, 1);
    assert.equal(found("decided:40.25,45.5").name, "Camp Aurora");
  } finally {
    rmSync(out, { recursive: true });
  }
}));

for (const [width, height] of [[700, 500], [360, 640]]) {
  test(`embedded in a frame of ${width} × ${height} the map is all there is, and a click shows who says so`, () => withPage({ width, height, hash: "#embed" }, async (page) => {
    const map = await page.locator("#map").boundingBox();
    assert.deepEqual([map.width, map.height], [width, height]);
    assert.ok(await page.locator("#panel").isHidden());
    const whole = page.getByRole("link", { name: "Open the whole map" });
    assert.ok(!/embed/.test(await whole.getAttribute("href")));
    await page.evaluate(() => { location.hash = "#embed&place=route:lachin-corridor"; });
    await page.waitForSelector(".card h2");
    const card = await page.locator("#panel").boundingBox();
    assert.ok(card.x >= 0 && card.x + card.width <= width && card.y >= 0 && card.y + card.height <= height + 1);
    assert.ok(card.width * card.height < 0.65 * width * height, "the map stays in sight");
    assert.ok(!await page.evaluate(() => document.documentElement.scrollWidth > innerWidth));
    await page.locator(".card .back").click();
    assert.ok(await page.locator("#panel").isHidden());
    assert.deepEqual(page.trouble, []);
  }));
}

test("a printed page has the quotes of what is chosen, and no controls", () => withPage({ hash: "#place=route:lachin-corridor" }, async (page) => {
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".card blockquote").first().isVisible());
  assert.ok(await page.locator("#search").isHidden());
  assert.ok(await page.locator(".timeline").isHidden());
}));
