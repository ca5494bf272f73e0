import { beforeAll, describe, expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

describeConsole("Tokens", {}, (shown) => {
  const { open } = shown;

  test.each(looks)(
    "without a call the page says how to make one, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/tokens", look);
      await page.getByRole("heading", { name: "Tokens", level: 1 }).waitFor();

      await expectPresentable(page);
    },
  );

  describe("with calls whose prompts have parts, one of which the cache answered", () => {
    beforeAll(async () => {
      for (const question of ["tides", "moons", "tides"]) {
        const answer = await fetch(`${shown.stack.url}/v1/chat/completions`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${shown.stack.secret}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({
            model: "gpt-4o-mini",
            temperature: 0,
            messages: [
              { role: "system", content: "Answer in one word, and be kind about it." },
              { role: "user", content: question },
            ],
          }),
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
        await answer.text();
      }
      await shown.stack.settled(3);
    });

    test.each(looks)(
      "parts, costs and what levers saved pass axe and fit (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/tokens?range=24h", look);
        await page.getByText("2 attempts tell its parts").waitFor();
        await page.locator(".recharts-surface").first().waitFor();
        await page.getByRole("cell", { name: "exact-cache", exact: true }).waitFor();

        await expectPresentable(page);
      },
    );

    test("a number opens the calls behind it, and they say what they are", async () => {
      const page = await open("/tokens?range=24h");
      await page.getByRole("link", { name: /calls that exact-cache acted on/ }).click();
      await page.getByText("Only calls that exact-cache acted on.").waitFor();
      await expect
        .poll(() => page.getByRole("table").getByText("gpt-4o-mini").count(), patience)
        .toBe(1);

      await page.goBack();
      await page.getByRole("link", { name: /calls behind System/ }).click();
      await page.getByText('Only calls with tokens in the part "system"').waitFor();
      await expect
        .poll(() => page.getByRole("table").getByText("gpt-4o-mini").count(), patience)
        .toBe(2);
    });

    test("an opened call tells what its request was made of", async () => {
      const page = await open("/calls?range=24h&part=system");
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByText("What the request was made of").waitFor();

      await expectPresentable(page);
    });
  });
});
