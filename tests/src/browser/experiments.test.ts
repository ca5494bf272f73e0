import { expect, test } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

const SESSIONS = 300;
const AT_ONCE = 10;

/** A call each of so many sessions: about half of them are held out. */
async function callsOfSessions({ url, secret, settled }: Stack): Promise<void> {
  const sessions = Array.from({ length: SESSIONS }, (_, index) => index);
  const work = Array.from({ length: AT_ONCE }, async () => {
    for (let next = sessions.shift(); next !== undefined; next = sessions.shift()) {
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${secret}`,
          "content-type": "application/json",
          "x-headgate-session": `session ${next}`,
        },
        body: JSON.stringify({
          model: "gpt-4o-mini",
          messages: [{ role: "user", content: `Question ${next}` }],
        }),
      });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
      await answer.text();
    }
  });
  await Promise.all(work);
  await settled(SESSIONS);
}

describeConsole(
  "Experiments",
  {
    stack: () => ({
      config: {
        policies: [{ name: "faq", output: { style: "terse" }, holdout: { output: 0.5 } }],
      },
    }),
    before: callsOfSessions,
  },
  ({ open }) => {
    test.each(looks)(
      "one is told with its arms and its quality, passes axe and fits (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/experiments", look);
        await page.getByRole("heading", { name: "faq/output" }).waitFor();
        await page.getByRole("heading", { name: "The arms" }).waitFor();
        await page.getByRole("rowheader", { name: "Failed or cut short" }).first().waitFor();

        await expectPresentable(page);
      },
    );

    test("one opens by the keyboard, and stands in the address", async () => {
      const page = await open("/experiments", looks[0]);
      const button = page.getByRole("button", { name: "faq/output" });
      await button.waitFor();
      await button.focus();
      await page.keyboard.press("Enter");

      await expect.poll(() => page.url()).toContain("open=faq");
      await page.getByRole("heading", { name: "The arms" }).waitFor();
    });
  },
);

describeConsole("Experiments without a hold-out", {}, ({ open }) => {
  test.each(looks)(
    "the page says how to begin, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/experiments", look);
      await page.getByText("Nothing is held out here").waitFor();

      await expectPresentable(page);
    },
  );
});
