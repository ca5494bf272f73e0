import { beforeAll, describe, expect, test } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

/** Plain tasks for a dear model, which cheaper ones could take. */
async function classifyTickets({ url, secret, settled }: Stack): Promise<void> {
  for (const ticket of ["The printer is on fire.", "Where is my invoice?", "Close my account."]) {
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "gpt-4o",
        messages: [
          {
            role: "system",
            content: "Classify the intent of the ticket: billing, hardware or other.",
          },
          { role: "user", content: ticket },
        ],
      }),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    await answer.text();
  }
  await settled(3);
}

describeConsole("Models", {}, (shown) => {
  test.each(looks)(
    "the catalogue, what could be tried and what is dominated stand on one page, which passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await shown.open("/models", look);
      await page.getByRole("heading", { name: "Models you could try" }).waitFor();
      await page.getByRole("heading", { name: "Dominated and new in your pools" }).waitFor();
      await page.getByRole("region", { name: "Models of the catalogue" }).waitFor();

      await expectPresentable(page);
    },
  );

  test("the list is narrowed by tier and ability, and the address says so", async () => {
    const page = await shown.open("/models");
    await page.getByLabel("Tier").selectOption("micro");
    await page.getByLabel("Ability").selectOption("input.image");
    await expect
      .poll(() => new URL(page.url()).searchParams.get("can"), patience)
      .toBe("input.image");
    const table = page.getByRole("region", { name: "Models of the catalogue" });
    await expect
      .poll(async () => {
        const tiers = await table.locator("tbody tr td:nth-child(3)").allTextContents();
        return tiers.length > 0 && tiers.every((tier) => tier === "micro");
      }, patience)
      .toBe(true);

    const again = await shown.open("/models?tier=nothing");
    await again.getByText(/tier/).first().waitFor();
  });

  describe("with calls that other models could take", () => {
    beforeAll(() => classifyTickets(shown.stack), 120_000);

    test.each(looks)(
      "offers say what they would save and what to write, pass axe and fit (dark: $dark, $width px)",
      async (look) => {
        const page = await shown.open("/models", look);
        await page.getByText("The calls were simulated, and so is the money.").waitFor();
        await page
          .getByRole("region", { name: /^Tasks that .+ could take$/ })
          .first()
          .waitFor();
        await page
          .getByText(/^policies: \[\{ name: trial/)
          .first()
          .waitFor();

        await expectPresentable(page);
      },
    );
  });
});
