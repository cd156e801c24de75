// map.html of documents that try to be more than text. ARAXES_OUT is the folder with the output.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { data, launch, open } from "./browser.mjs";

const file = path.join(process.env.ARAXES_OUT, "map.html");
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("markup in documents is shown as text and never runs", async () => {
  const page = await open(browser, file, { hash: "#place=place:baku" });
  const { documents } = await data(page);
  assert.ok(documents.some(({ text }) => text.includes("</script>")), "the probe reached the page");
  assert.ok(documents.some(({ label }) => label.includes("<img")), "and so did its title");
  for (const tab of ["documents", "unplaced", "places"]) await page.evaluate((name) => { location.hash = `#tab=${name}`; }, tab);
  for (const document of documents) {
    await page.evaluate((id) => { location.hash = `#place=place:baku&read=${encodeURIComponent(id)}`; }, document.id);
    await page.waitForFunction((text) => document.querySelector("#reader article").textContent.includes(text), document.text.slice(-20));
    for (const mark of await page.locator("#reader mark").all()) await mark.dispatchEvent("mouseover");
  }
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator("#app img, #app svg[onload], #app iframe, #app script").count(), 0);
  assert.match(await page.locator(".card").innerText(), /<img src=x onerror=/);
  for (const link of await page.locator("a[href]").all()) {
    assert.match(await link.getAttribute("href"), /^(#|\.\.?\/)/, "links lead to files beside the page");
  }
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("script that gets in all the same is refused by the page's policy", async () => {
  const page = await open(browser, file);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.hacked = 1";
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.ok(page.trouble.some((text) => text.includes("Content Security Policy")));
  await page.context().close();
});

test("names in right-to-left scripts and with bidi controls keep to themselves", async () => {
  const page = await open(browser, file, { hash: "#tab=documents" });
  for (const name of await page.locator("#list .document .name").all()) {
    assert.equal(await name.locator("bdi").count(), 1);
  }
  await page.context().close();
});
