import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
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
const WAIT = { timeout: 15_000 };
const noBrowser = chromiumPath === "" || !existsSync(chromiumPath);
const title = noBrowser
  ? "alarms in a browser (skipped: no Chromium was found)"
  : "alarms in a browser";

describe.skipIf(noBrowser)(title, () => {
  let stack: Stack;
  let browser: Browser;
  const pages: Page[] = [];
  let received = 0;
  const receiver = createServer((request, response) => {
    received += 1;
    request.resume();
    response.end();
  });

  beforeAll(async () => {
    const data = mkdtempSync(join(tmpdir(), "headgate-alarms-"));
    // Constructed: as if a process before had found it to fire.
    const state = await openSqliteState({ path: dataDirectory(data).state });
    const sinceMs = Date.now() - 3 * 3_600_000;
    const url = `http://127.0.0.1:${await listening(receiver)}/hook`;
    await state.changeAlarm({
      atMs: sinceMs,
      standing: { alarm: "search-errors", state: "firing", sinceMs, toldAtMs: sinceMs },
      messages: [
        {
          version: 1,
          id: "constructed",
          kind: "fired",
          alarm: "search-errors",
          on: "errors",
          filter: { team: "search" },
          window: "1h",
          time_zone: "UTC",
          above: "0.05",
          below: null,
          clear: null,
          unit: "ratio",
          currency: null,
          kpi: null,
          about: "the share of failed attempts",
          condition: "above 5 %",
          since: new Date(sinceMs).toISOString(),
          measurement: null,
          link: null,
          text: "The alarm search-errors fires: 8 of 100 attempts failed.",
        },
      ],
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
            notify: ["ops"],
          },
        ],
        notifiers: { ops: { kind: "webhook", url } },
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
    receiver.closeAllConnections();
    receiver.close();
  });

  test.each([
    { dark: false, width: 1280 },
    { dark: true, width: 1280 },
    { dark: false, width: 400 },
  ])("the list passes axe and fits (dark: $dark, $width wide)", async (look) => {
    const page = await openPage(browser, `${stack.url}/alarms`, look);
    pages.push(page);
    await page.getByRole("cell", { name: "search-errors", exact: true }).waitFor();
    await settledPage(page);

    expect(await axeViolations(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  test("what fires stands first, with its state, and what was not judged says so", async () => {
    const page = await openPage(browser, `${stack.url}/alarms`, {});
    pages.push(page);
    const rows = page.getByRole("row");
    await page.getByRole("cell", { name: "search-errors", exact: true }).waitFor();

    await expect
      .poll(() => rows.nth(1).innerText(), WAIT)
      .toMatch(/search-errors[\s\S]*firing[\s\S]*above 5 %/);
    await expect
      .poll(() => rows.nth(2).innerText(), WAIT)
      .toMatch(/support-spend[\s\S]*not judged yet[\s\S]*–/);
  });

  test("what happened is listed with who was told", async () => {
    const page = await openPage(browser, `${stack.url}/alarms`, {});
    pages.push(page);
    const happened = page.getByRole("listitem").filter({ hasText: "8 of 100 attempts failed" });

    await happened.waitFor();
    await expect.poll(() => happened.innerText(), WAIT).toMatch(/fired[\s\S]*nobody is told/);
  });

  test("a test reaches the notifier, and its result is said", async () => {
    const page = await openPage(browser, `${stack.url}/alarms`, {});
    pages.push(page);
    const before = received;
    await page.getByRole("button", { name: "Send a test to ops" }).click();

    await page.getByRole("status").filter({ hasText: "ops took the test" }).waitFor();
    expect(received).toBe(before + 1);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("an alarm is snoozed for a day and woken again", async () => {
    const page = await openPage(browser, `${stack.url}/alarms`, {});
    pages.push(page);
    const row = page.getByRole("row").filter({ hasText: "support-spend" });
    await row.getByRole("button", { name: "Snooze a day: support-spend" }).click();
    await row.getByText("snoozed until").waitFor();
    await row.getByRole("button", { name: "Wake support-spend" }).click();

    await row.getByText("snoozed until").waitFor({ state: "detached" });
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
