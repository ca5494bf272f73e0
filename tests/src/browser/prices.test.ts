import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";
import { laterPrice } from "./later-price.fixture.ts";
import {
  axeViolations,
  chromiumPath,
  openBrowser,
  openPage,
  overflowOf,
  settledPage,
} from "./open-browser.ts";

const consoleDirectory = resolve(import.meta.dirname, "../../../apps/console/dist");
const noBrowser = chromiumPath === "" || !existsSync(chromiumPath);
const title = noBrowser
  ? "prices in a browser (skipped: no Chromium was found)"
  : "prices in a browser";

describe.skipIf(noBrowser)(title, () => {
  let stack: Stack;
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    stack = await startStack({ consoleDirectory });
    browser = await openBrowser();
    const key = await stack.createKey("ads", { team: "ads" });
    for (const call of ["first", "second"]) {
      await fetch(`${stack.url}/v1/chat/completions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "x-headgate-client-call-id": call,
        },
        body: JSON.stringify({
          model: "gpt-internal-preview",
          messages: [{ role: "user", content: "one two three" }],
        }),
      });
    }
    await stack.settled(2);
    const folder = join(stack.data, "prices");
    mkdirSync(folder);
    writeFileSync(join(folder, "own.json"), JSON.stringify(laterPrice));
    // Without the supervisor nobody tells control of the new file.
    await stack.killAndRestart("control");
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  async function open(
    path: string,
    options: { dark?: boolean; width?: number } = {},
  ): Promise<Page> {
    const page = await openPage(browser, `${stack.url}${path}`, options);
    pages.push(page);
    await settledPage(page);
    await page.getByRole("main").getByRole("table").or(page.getByRole("button")).first().waitFor();
    return page;
  }

  const everyPage = [
    "/prices?provider=openai&tier=batch",
    "/prices/model?provider=openai&model=gpt-internal-preview",
    "/prices/estimate?models=openai/gpt-4o-mini,gpt-internal-preview,none&input=1000&output=100&calls=500",
    "/prices/rerate?range=7d",
  ];

  test.each(everyPage.flatMap((path) => [false, true].map((dark) => ({ path, dark }))))(
    "$path passes axe (dark: $dark)",
    async ({ path, dark }) => {
      const page = await open(path, { dark });

      expect(await axeViolations(page)).toEqual([]);
    },
  );

  test.each(everyPage)("%s fits a telephone without scrolling sideways", async (path) => {
    const page = await open(path, { width: 400 });

    expect(await overflowOf(page)).toBe(0);
  });

  test("the list is narrowed in the address, and a model opens to its records with their source", async () => {
    const page = await open("/prices");

    await page.getByLabel("Provider").selectOption("openai");
    await page.getByLabel("Search models").fill("internal");
    await page.waitForURL(/provider=openai&q=internal|q=internal&provider=openai/);
    await page.getByRole("link", { name: "gpt-internal-preview" }).focus();
    await page.keyboard.press("Enter");

    await page.waitForURL(/\/prices\/model\?.*model=gpt-internal-preview/);
    const source = page.getByRole("link", { name: /example\.com/ }).first();
    expect(await source.getAttribute("href")).toBe("https://example.com/private-offer");
    await page.getByText("in force").first().waitFor();
  });

  test("models stand side by side for the calls in the address, and an unknown one is not $0", async () => {
    const page = await open("/prices/estimate?models=gpt-internal-preview,nobody&input=1000000");

    const known = page.getByRole("row", { name: /gpt-internal-preview/ });
    await known.getByText("$2.00").first().waitFor();
    await page
      .getByRole("row", { name: /nobody/ })
      .getByText("unpriced")
      .first()
      .waitFor();
    await page.getByRole("textbox", { name: "Calls" }).fill("3");
    await known.getByText("$6.00").waitFor();
    expect(page.url()).toContain("calls=3");
  });

  test("unpriced spend leads to re-rating: looked at, agreed to, and shown on the call", async () => {
    const page = await open("/");
    await page.getByText("2 attempts could not be priced").waitFor();
    await page.getByRole("link", { name: "re-rate", exact: true }).click();
    await page.waitForURL(/\/prices\/rerate/);

    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("row", { name: /Had no price, has one now/ }).waitFor();
    expect((await stack.totals()).unpriced_attempts).toBe(2);
    await page.getByRole("button", { name: "Apply…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
    await page.getByText(/Re-rating 1 holds in every report/).waitFor();

    expect((await stack.totals()).unpriced_attempts).toBe(0);
    await page.goto(`${stack.url}/calls/first`);
    await page.getByText("as charged when the call was recorded").waitFor();
    await page.getByText(/by re-rating 1/).waitFor();
  });
});
