import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
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
  ? "the console in a browser (skipped: no Chromium was found)"
  : "the console in a browser";

/** As long as the ARN of an inference profile. */
const longName = `no-such-model-${"of-a-long-name-".repeat(5)}1`;

describe.skipIf(noBrowser)(title, () => {
  let stack: Stack;
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    if (!existsSync(join(consoleDirectory, "index.html")))
      throw new Error("build the console first");
    stack = await startStack({ consoleDirectory });
    browser = await openBrowser();
    const search = await stack.createKey("search", { team: "search" });
    const ads = await stack.createKey("ads", { team: "ads" });
    await chat(stack, search, "gpt-4o-mini", "search-1");
    await chat(stack, search, "gpt-5.1", "search-2");
    await chat(stack, ads, "gpt-internal-preview", "ads-unpriced");
    await chat(stack, ads, longName, "ads-failed");
    await stack.settled(4);
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
    return page;
  }

  const everyPage = [
    "/",
    "/calls",
    "/calls/search-1",
    "/calls/ads-unpriced",
    "/calls/ads-failed",
    "/alarms",
    "/keys",
    "/prices?q=gpt-5",
  ];

  test.each(everyPage.flatMap((path) => [false, true].map((dark) => ({ path, dark }))))(
    "$path passes axe (dark: $dark) and says that its money is simulated",
    async ({ path, dark }) => {
      const page = await open(path, { dark });
      await page.getByText("Simulated", { exact: false }).first().waitFor();
      await page.waitForLoadState("domcontentloaded");
      await settledPage(page);

      expect(await axeViolations(page)).toEqual([]);
    },
  );

  test.each(everyPage)("%s fits a telephone without scrolling sideways", async (path) => {
    const page = await open(path, { width: 400 });
    await settledPage(page);
    if (path.startsWith("/calls/")) await page.getByRole("heading", { name: "Attempts" }).waitFor();

    expect(await overflowOf(page)).toBe(0);
  });

  test("the overview shows the ledger's spend, and unpriced calls apart from it", async () => {
    const totals = await stack.totals();

    const page = await open("/");

    const spend = displayDollarsCompact(parseDollars(totals.effective_cost));
    await page.getByText(spend, { exact: true }).first().waitFor();
    await page
      .getByText(/1 attempt/)
      .first()
      .waitFor();
    expect(totals.unpriced_attempts).toBe(1);
  });

  test("a team's row leads to its calls, and the filter is in the address", async () => {
    const page = await open("/");

    await page.getByRole("link", { name: /ads/ }).first().click();

    await page.waitForURL(/\/calls\?.*team=ads/);
    await page.getByRole("cell", { name: "gpt-internal-preview" }).first().waitFor();
    // The list of all calls may still stand while the filtered one is fetched.
    await page.getByRole("cell", { name: "gpt-5.1" }).first().waitFor({ state: "detached" });
  });

  test("a call opens from the list by keyboard, with its charge line by line and the provider's own usage", async () => {
    const page = await open("/calls?team=search");

    const row = page.locator("tbody").getByRole("link").first();
    await row.focus();
    await page.keyboard.press("Enter");

    await page.waitForURL(/\/calls\/[0-9a-f-]{36}/);
    await page.getByText("prompt_tokens").first().waitFor();
    await page.getByRole("table").first().waitFor();
  });

  test("an unpriced call says so, and never shows zero", async () => {
    const page = await open("/calls/ads-unpriced");

    await page
      .getByText(/unpriced/i)
      .first()
      .waitFor();
    expect(await page.getByText("$0.00", { exact: true }).count()).toBe(0);
  });

  test("a key that is made on the page works at once, and is shown only once", async () => {
    const page = await open("/keys");

    await page
      .getByRole("button", { name: /(create|new|make).*key/i })
      .first()
      .click();
    await page.getByRole("textbox", { name: /name/i }).first().fill("from the browser");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /create|make/i })
      .click();
    const secret = await page.locator("[data-secret]").textContent();

    const answer = await chat(stack, secret ?? "", "gpt-4o-mini", "by-new-key");
    expect(answer.status).toBe(200);
    await page.reload();
    await page.getByText("from the browser").first().waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  test("new calls appear without a reload", async () => {
    const page = await open("/calls");
    await page.getByRole("cell", { name: "gpt-5.1" }).first().waitFor();

    await chat(stack, stack.secret, "gpt-4.1", "live-1");

    await page
      .getByRole("cell", { name: /gpt-4\.1/ })
      .first()
      .waitFor();
  });

  test("a page that is not there says so", async () => {
    const page = await open("/no/such/page");

    await page.getByRole("heading", { name: /not/i }).first().waitFor();
  });
});

const chat = (stack: Stack, secret: string, model: string, callId: string): Promise<Response> =>
  fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      "x-headgate-client-call-id": callId,
    },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "one two three" }] }),
  });
