import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";
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
  ? "budgets in a browser (skipped: no Chromium was found)"
  : "budgets in a browser";
const looks = [
  { dark: false, width: 1280 },
  { dark: true, width: 1280 },
  { dark: false, width: 400 },
  { dark: true, width: 400 },
];

describe.skipIf(noBrowser)(title, () => {
  let browser: Browser;
  const pages: Page[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
  });
  afterAll(() => browser.close());

  async function open(
    stack: Stack,
    options?: Readonly<{ dark?: boolean; width?: number }>,
  ): Promise<Page> {
    const page = await openPage(browser, `${stack.url}/budgets`, options);
    pages.push(page);
    await settledPage(page);
    return page;
  }

  describe("where there are none", () => {
    let stack: Stack;
    beforeAll(async () => {
      stack = await startStack({ consoleDirectory });
    });
    afterAll(() => stack.stop());

    test.each(looks)("the page shows what to write (dark: $dark, $width px)", async (look) => {
      const page = await open(stack, look);
      await page.getByRole("heading", { name: "There are no budgets yet" }).waitFor();
      await page.getByText("name: support-month").waitFor();

      expect(await axeViolations(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
    });
  });

  describe("where calls have counted", () => {
    let stack: Stack;
    beforeAll(async () => {
      stack = await startStack({
        consoleDirectory,
        config: {
          budgets: [
            { name: "tests-month", match: { team: "tests" }, limit: "1", window: "month" },
            {
              ...{ name: "each-project", per: ["project"], measure: "tokens", limit: "200000" },
              window: { rolling: "24h" },
            },
            { name: "lanes", measure: "concurrency", limit: "8" },
          ],
        },
      });
      for (const project of ["docs", "search"]) {
        const response = await fetch(`${stack.url}/v1/chat/completions`, {
          method: "POST",
          headers: { authorization: `Bearer ${stack.secret}`, "x-headgate-project": project },
          body: JSON.stringify({
            model: "gpt-4o-mini",
            messages: [{ role: "user", content: `Where is ${project}?` }],
            max_tokens: 200,
          }),
        });
        if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
      }
    });
    afterAll(() => stack.stop());

    test.each(looks)(
      "each budget has its accounts, passes axe and fits (dark: $dark, $width px)",
      async (look) => {
        const page = await open(stack, look);
        const mine = page.getByRole("region", { name: "Accounts of tests-month" });
        await mine.getByRole("row", { name: /all calls/ }).waitFor();
        const each = page.getByRole("region", { name: "Accounts of each-project" });
        await each.getByRole("row", { name: /project=docs/ }).waitFor();
        await expect.poll(() => each.locator("tbody tr").count()).toBe(2);
        await page.getByText("8 calls at one time").waitFor();
        await mine.getByText("Simulated").waitFor();

        expect(await axeViolations(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
      },
    );
  });
});
