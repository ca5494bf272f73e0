import { beforeAll, expect, test } from "vitest";
import { importHistory } from "./history.fixture.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

describeConsole("Capacity", {}, ({ open }) => {
  test.each(looks)(
    "without calls the page says what demand needs, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/capacity", look);
      await page.getByRole("heading", { name: "No plan" }).waitFor();

      await expectPresentable(page);
    },
  );

  test.each(looks)(
    "a forecast is compared both ways, with the age of each price (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/capacity?plan=self-host", look);
      await page.getByRole("button", { name: "Compare" }).click();
      await page.getByText("Dollars an hour of one GPU, such as 2.95").waitFor();
      await page.getByLabel("Dollars an hour").fill("2.95");
      await page.getByLabel("Traffic").selectOption("stated");
      await page.getByLabel("Calls a day").fill("500000");
      await page.getByLabel("Tokens of a prompt").fill("1200");
      await page.getByLabel("Tokens of an answer").fill("250");
      await page.getByRole("button", { name: "Compare" }).click();
      await page.getByText("Break-even", { exact: true }).waitFor();
      await page.getByRole("heading", { name: "Prices and facts" }).waitFor();
      await page.getByText("entered by you").first().waitFor();

      await expectPresentable(page);
    },
  );

  test("a model that nobody knows is refused with what mends it", async () => {
    const page = await open("/capacity?plan=self-host", looks[0]);
    await page.getByLabel("Open model").fill("no-such-model");
    await page.getByLabel("Dollars an hour").fill("2.95");
    await page.getByRole("button", { name: "Compare" }).click();

    await page.getByRole("heading", { name: "No plan" }).waitFor();
    await page.getByText("no-such-model").first().waitFor();
  });

  test.each(looks)(
    "offers without history say what is missing, and a slip is named (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/capacity?plan=commitments", look);
      await page.getByRole("button", { name: "Plan", exact: true }).click();
      await page.getByRole("heading", { name: "No plan" }).waitFor();
      await page.getByLabel("Offers, as JSON").fill("offers: []");
      await page.getByRole("button", { name: "Plan", exact: true }).click();
      await page.getByText("The text is not JSON").waitFor();

      await expectPresentable(page);
    },
  );

  test.each(looks)(
    "small models are put together, with the age of each price (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/capacity?plan=machines", look);
      await page.getByRole("button", { name: "Plan", exact: true }).click();
      await page.getByText("Small models together").waitFor();
      await page.getByText("Nothing was measured").waitFor();
      await page.getByRole("heading", { name: "Prices and facts" }).waitFor();

      await expectPresentable(page);
    },
  );

  test("a tab stands in the address", async () => {
    const page = await open("/capacity", looks[0]);
    await page.getByRole("tab", { name: "Machines" }).click();

    await expect.poll(() => new URL(page.url()).searchParams.get("plan")).toBe("machines");
  });
});

describeConsole("Capacity with a hundred days of calls", {}, (shown) => {
  beforeAll(() => importHistory(shown.stack));

  test.each(looks)(
    "demand stands with its outlook and the hours of its week (dark: $dark, $width px)",
    async (look) => {
      const page = await shown.open("/capacity?model=gpt-4.1", look);
      await page.getByText("Peak ÷ mean").waitFor();
      await page.getByText("Outlook", { exact: true }).waitFor();
      await page.locator(".chart-frame .recharts-line").first().waitFor();
      await expectPresentable(page);

      await page.getByRole("radiogroup", { name: "Show as" }).getByText("Table").click();
      await page.getByRole("cell", { name: "Mon 01:00" }).waitFor();
      await expectPresentable(page);
    },
  );

  test("the chosen model stands in the address; one without calls says why there is nothing", async () => {
    const page = await shown.open("/capacity", looks[0]);
    await page.getByLabel("Model", { exact: true }).fill("no-such-model");
    await page.getByRole("button", { name: "Show" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("model")).toBe("no-such-model");

    await page.getByText("No demand in these days").waitFor();
  });

  test.each(looks)(
    "offers are planned with what they save and the age of each price (dark: $dark, $width px)",
    async (look) => {
      const page = await shown.open("/capacity?plan=commitments", look);
      const offers = page.getByLabel("Offers, as JSON");
      await offers.fill((await offers.inputValue()).replaceAll("gpt-4o-mini", "gpt-4.1"));
      await page.getByRole("button", { name: "Plan", exact: true }).click();
      await page.getByRole("cell", { name: "ptu-year", exact: true }).waitFor();
      await page.getByRole("heading", { name: "Demand and commitment: plan-year" }).waitFor();
      await page.locator(".chart-frame .recharts-line").first().waitFor();
      await page.getByRole("heading", { name: "Prices and facts" }).waitFor();

      await expectPresentable(page);
    },
  );
});
