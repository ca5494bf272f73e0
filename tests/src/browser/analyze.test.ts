import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { axeViolations, chromiumPath, openBrowser, openPage, overflowOf } from "./open-browser.ts";

const root = resolve(import.meta.dirname, "../../..");
const noBrowser = chromiumPath === "" || !existsSync(chromiumPath);
const title = noBrowser
  ? "the page of an analysis in a browser (skipped: no Chromium was found)"
  : "the page of an analysis in a browser";

describe.skipIf(noBrowser)(title, () => {
  let folder: string;
  let address: string;
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "headgate-analyze-page-"));
    const file = join(folder, "spend.html");
    const sources = ["litellm", "helicone", "bedrock-batch", "codex"].map(
      (source) => `packages/sources/src/${source}/fixtures`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "--conditions=@headgate/source",
        ...["--import", import.meta.resolve("tsx"), "apps/cli/src/main.ts"],
        ...["analyze", ...sources, "--html", file, "--json"],
      ],
      { cwd: root, encoding: "utf8" },
    );
    if (status === null || status > 1) throw new Error(stderr);
    address = pathToFileURL(file).href;
    browser = await openBrowser();
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    { dark: false, width: 1280 },
    { dark: true, width: 1280 },
    { dark: false, width: 400 },
    { dark: true, width: 400 },
  ])("is accessible and as wide as the window: dark $dark, width $width", async (look) => {
    const page = await openPage(browser, address, look);
    pages.push(page);

    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  test("prints in light colours on the width of A4, and nothing is cut at the right", async () => {
    // A4 without the page's margins: 182 mm at 96 to the inch.
    const page = await openPage(browser, address, { dark: true, width: 688 });
    pages.push(page);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });

    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
    expect(await overflowOf(page)).toBe(0);
  });

  test("asks for nothing beside itself", async () => {
    const page = await browser.newPage();
    pages.push(page);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);

    expect(requests).toEqual([address]);
    expect(await page.locator("table").count()).toBeGreaterThan(5);
    expect(await page.locator("script, link, img").count()).toBe(0);
  });
});
