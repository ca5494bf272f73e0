import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { chat } from "./chat.fixture.ts";
import { describeConsole, expectAccessible, expectFits } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

/** As long as the ARN of an inference profile. */
const longName = `no-such-model-${"of-a-long-name-".repeat(5)}1`;

const given = {
  before: async (stack: Stack) => {
    const search = await stack.createKey("search", { team: "search" });
    const ads = await stack.createKey("ads", { team: "ads" });
    await chat(stack, { model: "gpt-4o-mini", callId: "search-1", secret: search });
    await chat(stack, { model: "gpt-5.1", callId: "search-2", secret: search });
    await chat(stack, { model: "gpt-internal-preview", callId: "ads-unpriced", secret: ads });
    await chat(stack, { model: longName, callId: "ads-failed", secret: ads });
    await stack.settled(4);
  },
};

describeConsole("the console", given, (shown) => {
  const { open } = shown;

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

      await expectAccessible(page);
    },
  );

  test.each(everyPage)("%s fits a telephone without scrolling sideways", async (path) => {
    const page = await open(path, { width: 400 });
    if (path.startsWith("/calls/")) await page.getByRole("heading", { name: "Attempts" }).waitFor();

    await expectFits(page);
  });

  test("the overview shows the ledger's spend, and unpriced calls apart from it", async () => {
    const totals = await shown.stack.totals();

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
    await expect.poll(() => page.getByText("$0.00", { exact: true }).count(), patience).toBe(0);
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

    const call = { model: "gpt-4o-mini", callId: "by-new-key", secret: secret ?? "" };
    expect(await chat(shown.stack, call)).toBe(200);
    await page.reload();
    await page.getByText("from the browser").first().waitFor();
    await expect.poll(() => page.content(), patience).not.toContain(secret);
  });

  test("new calls appear without a reload", async () => {
    const page = await open("/calls");
    await page.getByRole("cell", { name: "gpt-5.1" }).first().waitFor();

    await chat(shown.stack, { model: "gpt-4.1", callId: "live-1" });

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
