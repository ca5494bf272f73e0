import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
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
  ? "alarms in a browser (skipped: no Chromium was found)"
  : "alarms in a browser";

describe.skipIf(noBrowser)(title, () => {
  let stack: Stack;
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    const data = mkdtempSync(join(tmpdir(), "headgate-alarms-"));
    // Constructed: as if a process before had found it to fire.
    const state = await openSqliteState({ path: dataDirectory(data).state });
    const sinceMs = Date.now() - 3 * 3_600_000;
    await state.changeAlarm({
      atMs: sinceMs,
      standing: { alarm: "search-errors", state: "firing", sinceMs, toldAtMs: sinceMs },
      messages: [],
      notifiers: [],
      isSnoozed: false,
    });
    await state.close();
    stack = await startStack({
      consoleDirectory,
      data,
      config: {
        alarms: [
          { name: "support-spend", on: "spend", window: "month", above: "250" },
          {
            name: "search-errors",
            on: "errors",
            filter: { team: "search" },
            window: "1h",
            above: "0.05",
          },
        ],
      },
    });
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  test.each([
    { dark: false, width: 1280 },
    { dark: true, width: 1280 },
    { dark: false, width: 400 },
  ])("the list passes axe and fits (dark: $dark, $width wide)", async (look) => {
    const page = await openPage(browser, `${stack.url}/alarms`, look);
    pages.push(page);
    await page.getByRole("cell", { name: "search-errors" }).waitFor();
    await settledPage(page);

    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  test("what fires stands first, with its state, and what was not judged says so", async () => {
    const page = await openPage(browser, `${stack.url}/alarms`, {});
    pages.push(page);
    const rows = page.getByRole("row");
    await page.getByRole("cell", { name: "search-errors" }).waitFor();

    expect(await rows.nth(1).innerText()).toMatch(/search-errors[\s\S]*firing[\s\S]*above 5 %/);
    expect(await rows.nth(2).innerText()).toMatch(/support-spend[\s\S]*not judged yet[\s\S]*–/);
  });
});
