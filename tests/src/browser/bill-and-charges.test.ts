import { beforeAll, describe, expect, test } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { chat } from "./chat.fixture.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { learnLaterPrice } from "./later-price.fixture.ts";
import { patience } from "./open-browser.ts";

const given = {
  stack: () => ({
    // Constructed: told to be real, because nobody bills what is simulated, and no credit pays for it.
    providers: (simulatorUrl) => ({
      openai: { kind: "openai", base_url: `${simulatorUrl}/v1`, api_key: "sk-sim" },
    }),
    config: {
      overlays: [
        {
          name: "team-discount",
          kind: "discount",
          percent: "10",
          applies_to: { provider: "openai", model: "gpt-5*" },
          valid_from: "2026-01-01",
        },
        {
          name: "startup-credits",
          kind: "credit",
          amount: "25000",
          applies_to: { provider: "openai", model: "gpt-4o*" },
          valid_from: "2026-02-01",
          valid_to: "2027-02-01",
        },
        {
          name: "a-grant-of-the-research-programme-with-a-long-name",
          kind: "credit",
          amount: "0.00002",
          applies_to: { provider: "openai" },
          valid_from: "2026-02-01",
        },
      ],
      billing_currency: {
        code: "EUR",
        rates: [{ valid_from: "2026-01-01", per_dollar: "0.9213" }],
      },
      translation: { unsupported: "report" },
    },
  }),
  before: async (stack: Stack) => {
    for (const call of [
      { model: "gpt-4o-mini", callId: "plain" },
      { model: "gpt-internal-preview", callId: "unpriced" },
      { model: "anthropic/claude-sonnet-5", callId: "translated", more: { seed: 7 } },
    ])
      expect(await chat(stack, call)).toBe(200);
    await stack.settled(3);
    await learnLaterPrice(stack);
  },
} satisfies Parameters<typeof describeConsole>[1];

describeConsole("the bill and recorded charges", given, ({ open }) => {
  test.each(looks)(
    "the bill with credits and another currency passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/", look);
      await page.getByRole("heading", { name: "The bill" }).waitFor();

      await expectPresentable(page);
    },
  );

  test("the bill shows each credit, the currency, and what is in no amount", async () => {
    const page = await open("/");

    const bill = page.getByRole("region", { name: "The bill", exact: true });
    await bill.getByRole("row", { name: /startup-credits.*2027-02-01/ }).waitFor();
    await bill.getByRole("row", { name: /^To pay.*EUR/ }).waitFor();
    await bill.getByText(/1 unpriced attempt in no amount here/).waitFor();
  });

  test.each(looks)(
    "a call that lost something to its translation says what (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/calls/translated", look);
      await page
        .getByText("Translated from OpenAI chat completions to Anthropic messages.")
        .waitFor();
      await page.getByRole("listitem").filter({ hasText: "seed in the request" }).waitFor();

      await expectPresentable(page);
    },
  );

  test.each(looks)(
    "an estimate has the overlays of the configuration, with list prices beside (dark: $dark, $width px)",
    async (look) => {
      const path = "/prices/estimate?models=openai/gpt-5-mini,openai/gpt-4o-mini&input=1000000";
      const page = await open(path, look);
      await page
        .getByRole("row", { name: /gpt-5-mini.*\$0\.225.*\$0\.250.*team-discount/ })
        .waitFor();

      await expectPresentable(page);
    },
  );

  test("before any re-rating there is no choice of charges", async () => {
    const page = await open("/");
    await page.getByRole("heading", { name: "The bill" }).waitFor();

    await expect
      .poll(() => page.getByRole("radiogroup", { name: "Charges" }).count(), patience)
      .toBe(0);
  });

  describe("after a re-rating", () => {
    beforeAll(async () => {
      const page = await open("/prices/rerate?range=7d");
      await page.getByRole("button", { name: "Preview" }).click();
      await page.getByRole("button", { name: "Apply…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
      await page.getByText(/Re-rating 1 holds in every report/).waitFor();
    });

    test("charges as they were recorded are one click away, and the choice goes along in the address", async () => {
      const page = await open("/");
      await page.getByText("Every attempt has a price").waitFor();
      await page.getByText(/Recorded as .* and 1 unpriced attempt, now .* more/).waitFor();

      await page.getByText("As recorded", { exact: true }).click();

      await page.waitForURL(/charges=original/);
      await page.getByText("1 attempt could not be priced").waitFor();
      await page.getByRole("link", { name: "Calls", exact: true }).click();
      await page.waitForURL(/\/calls\?.*charges=original/);
      await page
        .getByRole("row", { name: /gpt-internal-preview/ })
        .getByText("unpriced")
        .waitFor();
      await page.getByText("Current", { exact: true }).click();
      await page.waitForURL((url) => !url.search.includes("charges"));
      await page
        .getByRole("row", { name: /gpt-internal-preview/ })
        .getByText("unpriced")
        .waitFor({ state: "detached" });
    });

    test("where no re-rating reaches, an address that asks for recorded charges says so", async () => {
      const page = await open(
        "/calls?charges=original&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z",
      );

      await page.getByText("No re-rating reaches into this range: both are the same.").waitFor();
    });

    test.each(
      looks.flatMap((look) => ["/", "/calls?charges=original"].map((path) => ({ path, ...look }))),
    )(
      "$path with the choice passes axe and fits (dark: $dark, $width px)",
      async ({ path, ...look }) => {
        const page = await open(path, look);
        await page.getByText(/Recorded as/).waitFor();

        await expectPresentable(page);
      },
    );
  });
});
