import { cacheStatsSchema, type SemanticStats } from "@headgate/contract";
import { beforeAll, describe, test, vi } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

describeConsole("Caches", {}, (shown) => {
  const { open } = shown;

  test.each(looks)(
    "without a call the page says what is cached, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/caches", look);
      await page.getByText("The cache was asked for no call in this range").waitFor();
      await page.getByRole("region", { name: "In memory now" }).waitFor();
      await page.getByText("No policy compares near questions.").waitFor();

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

/** Shadow, so that each call has an answer of its own to compare with; the vectors are the model's own. */
const shadowed = {
  config: {
    policies: [{ name: "faq", match: {}, semantic_cache: { mode: "shadow" as const } }],
  },
};

describeConsole(
  "Near questions",
  {
    stack: () => shadowed,
    before: async (stack) => {
      const ask = async (content: string): Promise<void> => {
        const answer = await fetch(`${stack.url}/v1/chat/completions`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${stack.secret}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content }] }),
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
        await answer.text();
      };
      await ask("How do I cancel my order?");
      await until(stack, ({ entries }) => entries === 1);
      await ask("How can I cancel my order?");
      await ask("Wie kann ich meine Bestellung stornieren?");
      await until(stack, ({ embedded, entries }) => embedded === 3 && entries === 2);
    },
  },
  ({ open }) => {
    test.each(looks)(
      "each namespace says what it would have served and what it left alone (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/caches?range=24h", look);
        await page.getByRole("table").getByText("would be 50.0%").first().waitFor();
        await page.getByText("1 of 2 questions").waitFor();
        await page.getByText("the text is not English").waitFor();

        await expectPresentable(page);
      },
    );
  },
);

/** A prompt whose instructions change from call to call, as those with a time in them do. */
describeConsole(
  "Provider's prefix cache",
  {
    stack: () => ({
      config: {
        policies: [{ name: "watched", match: {}, prefix_cache: { mode: "watch" as const } }],
      },
    }),
    before: async (stack) => {
      for (const second of ["01", "02", "03"]) {
        const answer = await fetch(`${stack.url}/v1/chat/completions`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${stack.secret}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({
            model: "gpt-4o-mini",
            messages: [
              { role: "system", content: `${"Be brief. ".repeat(600)}It is 12:00:${second}.` },
              { role: "user", content: "What time is it?" },
            ],
          }),
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
        await answer.text();
      }
      await stack.settled(3);
    },
  },
  ({ open }) => {
    test.each(looks)(
      "what broke a prefix is told with its place and its times (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/caches?range=24h", look);
        await page.getByRole("region", { name: "Provider's prefix cache" }).waitFor();
        await page.getByRole("link", { name: /^system, bytes \d+ to \d+/ }).waitFor();
        await page.getByText("3 calls").first().waitFor();

        await expectPresentable(page);
      },
    );
  },
);

/** Waits until the gateway's semantic cache has come so far: the model's thread starts with the first question. */
const until = (stack: Stack, isThere: (semantic: SemanticStats) => boolean): Promise<void> =>
  vi.waitFor(
    async () => {
      const answer = await fetch(`${stack.url}/api/cache`);
      const { semantic } = cacheStatsSchema.parse(await answer.json());
      if (!isThere(semantic)) throw new Error(JSON.stringify(semantic));
    },
    { timeout: 120_000, interval: 100 },
  );
