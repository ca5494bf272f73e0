import { describe, expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

const ask = async (url: string, secret: string, content: string): Promise<void> => {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "gpt-4o-mini",
      temperature: 0,
      max_tokens: 20,
      messages: [{ role: "user", content }],
    }),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  await answer.text();
};

describeConsole("Recommendations without calls", {}, ({ open }) => {
  test.each(looks)(
    "the page says how to begin, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/recommendations", look);
      await page.getByText("No calls to try changes out on").waitFor();

      await expectPresentable(page);
    },
  );
});

describeConsole(
  "Recommendations",
  {
    stack: async () => ({
      config: { policies: [{ name: "none", exact_cache: { when: "never" } }] },
    }),
  },
  (shown) => {
    describe("with questions that came again", () => {
      const repeated = async () => {
        const { url, secret, settled, totals } = shown.stack;
        if ((await totals()).attempts > 0) return;
        for (const at of Array.from({ length: 12 }, (_, index) => index)) {
          await ask(url, secret, `What is the limit of plan ${at % 3}?`);
        }
        await settled(12);
      };

      test.each(looks)(
        "one opens with its evidence and what it would write, passes axe and fits (dark: $dark, $width px)",
        async (look) => {
          await repeated();
          const page = await shown.open("/recommendations", look);
          await page.getByRole("button", { name: /Answer repeated questions/ }).click();
          await page.getByText("Why, and how to check it").waitFor();
          // The stack has no file to write into: that is said before anybody tries.
          await page.getByText("does not come from a file").waitFor();

          await expectPresentable(page);
        },
      );

      test("accepting one asks who does it, and stands in the list", async () => {
        await repeated();
        const page = await shown.open("/recommendations", looks[0]);
        await page.getByRole("button", { name: /Answer repeated questions/ }).click();
        await page.getByRole("button", { name: "Accept…" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("button", { name: "Accept" }).click();
        await dialog.getByText("Say who does it").waitFor();
        await dialog.getByLabel("Your name").fill("ann");
        await dialog.getByRole("button", { name: "Accept" }).click();

        await page.getByText(/accepted by ann/).waitFor();
        await expect
          .poll(() => page.getByRole("cell", { name: "accepted", exact: true }).count())
          .toBe(1);
      });

      test.each(looks)(
        "policies are tried out beside today's cost, pass axe and fit (dark: $dark, $width px)",
        async (look) => {
          await repeated();
          const page = await shown.open("/simulate", look);
          await page.getByRole("button", { name: "Try out" }).click();
          await page.getByText("With these policies").waitFor();
          await page.getByText("9 more calls get an earlier answer, at once.").waitFor();

          await expectPresentable(page);
        },
      );
    });
  },
);
