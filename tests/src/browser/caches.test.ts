import { beforeAll, describe, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

describeConsole("Caches", {}, (shown) => {
  const { open } = shown;

  test.each([looks[0], looks[3]])(
    "without a call the page says what is cached, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/caches", look);
      await page.getByText("The cache was asked for no call in this range").waitFor();
      await page.getByRole("region", { name: "In memory now" }).waitFor();

      await expectPresentable(page);
    },
  );

  describe("with calls that were answered, missed and passed by", () => {
    beforeAll(async () => {
      const ask = async (content: string, temperature: number): Promise<void> => {
        const answer = await fetch(`${shown.stack.url}/v1/chat/completions`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${shown.stack.secret}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({
            model: "gpt-4o-mini",
            temperature,
            messages: [{ role: "user", content }],
          }),
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
        await answer.text();
      };
      for (const question of ["tides", "tides", "moons", "tides"]) await ask(question, 0);
      await ask("anything", 1);
      await shown.stack.settled(5);
    });

    test.each(looks)(
      "what was saved and what passed by pass axe and fit (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/caches?range=24h", look);
        await page.getByText("2 of 4 that asked the cache").waitFor();
        await page.locator(".recharts-surface").first().waitFor();
        await page
          .getByRole("region", { name: "Passed by, and why", exact: true })
          .first()
          .waitFor();
        await page.getByText(/does not ask for one certain answer/).waitFor();

        await expectPresentable(page);
      },
    );
  });
});
