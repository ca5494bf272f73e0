import { expect, test } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { chat } from "./chat.fixture.ts";
import { describeConsole, expectAccessible, expectFits } from "./in-browser.ts";
import { learnLaterPrice } from "./later-price.fixture.ts";
import { patience } from "./open-browser.ts";

const given = {
  before: async (stack: Stack) => {
    const key = await stack.createKey("ads", { team: "ads" });
    for (const call of ["first", "second"]) {
      await chat(stack, { model: "gpt-internal-preview", callId: call, secret: key });
    }
    await stack.settled(2);
    await learnLaterPrice(stack);
  },
};

describeConsole("prices", given, (shown) => {
  const { open } = shown;

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

      await expectAccessible(page);
    },
  );

  test.each(everyPage)("%s fits a telephone without scrolling sideways", async (path) => {
    const page = await open(path, { width: 400 });

    await expectFits(page);
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
    await expect
      .poll(() => source.getAttribute("href"), patience)
      .toBe("https://example.com/private-offer");
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
    await expect.poll(() => page.url(), patience).toContain("calls=3");
  });

  test("unpriced spend leads to re-rating: looked at, agreed to, and shown on the call", async () => {
    const unpriced = async () => (await shown.stack.totals()).unpriced_attempts;
    const page = await open("/");
    await page.getByText("2 attempts could not be priced").waitFor();
    await page.getByRole("link", { name: "re-rate", exact: true }).click();
    await page.waitForURL(/\/prices\/rerate/);

    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("row", { name: /Had no price, has one now/ }).waitFor();
    await expect.poll(unpriced, patience).toBe(2);
    await page.getByRole("button", { name: "Apply…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
    await page.getByText(/Re-rating 1 holds in every report/).waitFor();

    await expect.poll(unpriced, patience).toBe(0);
    await page.goto(`${shown.stack.url}/calls/first`);
    await page.getByText("as charged when the call was recorded").waitFor();
    await page.getByText(/by re-rating 1/).waitFor();
  });
});
