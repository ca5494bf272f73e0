import { expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

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
});
