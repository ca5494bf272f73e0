import { describe, expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

describeConsole("Batches", {}, (shown) => {
  test.each(looks)(
    "where nothing waits the page says how to begin, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await shown.open("/batches", look);
      await page.getByText("Nothing waits").waitFor();

      await expectPresentable(page);
    },
  );

  describe("with a call that has a deadline", () => {
    test.each(looks)(
      "requests stand by their state, pass axe and fit (dark: $dark, $width px)",
      async (look) => {
        const answer = await fetch(`${shown.stack.url}/v1/chat/completions`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${shown.stack.secret}`,
            "content-type": "application/json",
            "x-headgate-deadline": "6h",
          },
          body: JSON.stringify({
            model: "gpt-4o-mini",
            max_tokens: 20,
            messages: [{ role: "user", content: "Sum up the tides." }],
          }),
        });
        expect(answer.status).toBe(202);
        const page = await shown.open("/batches", look);
        await page.getByRole("region", { name: "Requests", exact: true }).waitFor();
        await page.getByText("Waiting", { exact: true }).waitFor();

        await expectPresentable(page);
        await page.getByRole("link", { name: "Calls that batches answered" }).click();
        await page.waitForURL((url) => url.searchParams.get("range") === "30d");
      },
    );
  });
});
