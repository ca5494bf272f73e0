import { type RoutingReport, routingReportSchema } from "@headgate/contract";
import { describe, expect, test, vi } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";
import { startAlikeProvider } from "./routing.fixture.ts";

const CHEAP = "gpt-4o-mini";
const DEAR = "gpt-4o";
const AT_ONCE = 4;
const MOST_CALLS = 1_500;

const reportOf = async ({ api }: Stack): Promise<RoutingReport> =>
  routingReportSchema.parse(await api("/api/routing"));

const certifiedAt = ({ pools }: RoutingReport, promise: number): boolean =>
  pools.some(({ fingerprints }) =>
    fingerprints.some(({ notches }) =>
      notches.some(({ quality, certified }) => quality === promise && certified !== null),
    ),
  );

/** @returns the call's id */
const ask = async ({ url, secret }: Stack, content: string): Promise<string> => {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: DEAR,
      messages: [
        { role: "system", content: "You sort tickets." },
        { role: "user", content },
      ],
    }),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  await answer.text();
  return answer.headers.get("x-headgate-call-id") ?? "";
};

/** Asks until labels certify the promise of 95 %, which takes 300 of them. */
async function untilCertified(stack: Stack): Promise<void> {
  for (let asked = 0; asked < MOST_CALLS; asked += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) =>
        ask(stack, `Ticket ${asked + at}: the printer is on fire`),
      ),
    );
    if (asked % 40 === 0 && certifiedAt(await reportOf(stack), 0.95)) return;
  }
  // What was asked last is still compared.
  await vi.waitFor(
    async () => {
      if (!certifiedAt(await reportOf(stack), 0.95)) throw new Error("nothing is certified yet");
    },
    { timeout: 60_000, interval: 500 },
  );
}

describeConsole("Routing", {}, ({ open }) => {
  test.each(looks)(
    "without a routed call the page says how to begin, passes axe and fits (dark: $dark, $width px)",
    async (look) => {
      const page = await open("/routing", look);
      await page.getByText("No call was routed since the gateway started").waitFor();
      await page.getByText("mode: shadow").waitFor();

      await expectPresentable(page);
    },
  );
});

describe("with two models whose answers are alike but for some", () => {
  let closeProvider: (() => Promise<void>) | undefined;

  describeConsole(
    "Certified routing",
    {
      stack: async () => {
        const provider = await startAlikeProvider(CHEAP);
        closeProvider = provider.close;
        return {
          config: {
            policies: [
              {
                name: "tickets",
                match: {},
                route: { mode: "on" as const, pool: [`alike/${CHEAP}`], shadow_share: 0.5 },
              },
            ],
            models: { [DEAR]: [`alike/${DEAR}`] },
          },
          providers: () => ({
            alike: {
              kind: "openai" as const,
              base_url: `${provider.url}/v1`,
              api_key: "sk-alike",
              prices: "openai",
              simulated: true,
            },
          }),
        };
      },
      before: untilCertified,
      after: () => closeProvider?.(),
    },
    (shown) => {
      test.each(looks)(
        "an opened task tells what quality costs, passes axe and fits (dark: $dark, $width px)",
        async (look) => {
          const page = await shown.open("/routing", look);
          await page
            .getByText(/saved$/)
            .first()
            .waitFor();
          await page
            .getByRole("region", { name: "Tasks of the pool of" })
            .getByRole("button", { expanded: false })
            .first()
            .click();
          await page.getByRole("heading", { name: "What quality costs" }).waitFor();
          await page.locator(".recharts-surface").first().waitFor();
          await page.getByText(/^A notch down to 90.0%/).waitFor();
          expect(new URL(page.url()).searchParams.get("open")).toContain("tickets");

          await expectPresentable(page);
        },
      );

      test("the dial is turned by keyboard, after it was said what changes, and is given back", async () => {
        const page = await shown.open("/routing");
        await page.getByRole("radio", { name: "95.0%" }).focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        const turn = page.getByRole("button", { name: "Turn the dial…" });
        await turn.focus();
        await page.keyboard.press("Enter");
        await page.getByText(/keep 100% of the reference's quality instead of 95.0%/).waitFor();
        await expectPresentable(page);
        const promised = async () => (await reportOf(shown.stack)).pools[0]?.quality;
        expect(await promised()).toBe(0.95);
        await page.getByRole("button", { name: "Turn to 100%" }).press("Enter");
        await expect.poll(promised, patience).toBe(1);

        await page.getByRole("button", { name: "Give it back to the configuration…" }).click();
        await page.getByRole("button", { name: "Turn to 95.0%" }).click();
        await expect.poll(promised, patience).toBe(0.95);
        await page.getByText("of the reference's quality, as configured").waitFor();
      });

      test("a call says why it went to its model", async () => {
        const callId = await ask(shown.stack, "Ticket 7: the printer is on fire");
        await expect
          .poll(() => shown.stack.api(`/api/calls/${callId}`).catch(() => undefined), patience)
          .toBeDefined();
        const page = await shown.open(`/calls/${callId}`);
        await page.getByRole("region", { name: "Why this model" }).waitFor();
        await page
          .getByText("Labels certify that a cheaper model keeps the promised quality")
          .waitFor();

        await expectPresentable(page);
      });

      test("moved and tried calls are a list of their own", async () => {
        const page = await shown.open("/routing");
        await page.getByRole("link", { name: "Moved and tried calls" }).click();
        await page.getByText("Only calls that route acted on.").waitFor();
        expect(new URL(page.url()).searchParams.get("range")).toBe("30d");
      });
    },
  );
});
