import { importUnderWay, type OutcomeInput } from "@headgate/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience, settledPage } from "./open-browser.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FROM_MS = Date.parse("2026-09-07T00:00:00Z");
/** Eight weeks from there. */
const RANGE = "from=2026-09-07T00:00:00Z&to=2026-11-02T00:00:00Z";
const iso = (ms: number): string => new Date(ms).toISOString();

/** Constructed: a session a day with a call, or two of which the first failed and was paid for all the same. */
const attempts = Array.from({ length: 56 }, (_, day) => day).flatMap((day) => {
  const call = (id: string, failed: boolean, more: object) => ({
    row_id: id,
    call_id: id,
    started_at_ms: FROM_MS + day * DAY_MS + (failed ? 1 : 2) * HOUR_MS,
    source: "litellm",
    operation: "chat",
    provider: "openai",
    response_model: day % 9 === 4 ? "gpt-internal-preview" : "gpt-5.1",
    outcome: failed ? "interrupted" : "completed",
    usage_origin: "provider",
    usage: { input: 40_000 + 1_500 * (56 - day), output: 4_000 + 100 * (day % 7) },
    attribution: { session: `chat-${day}`, team: day % 3 === 0 ? "support" : "search" },
    tags: {},
    ...more,
  });
  return [
    ...(day % 4 === 1 ? [call(`litellm:failed-${day}`, true, {})] : []),
    call(`litellm:call-${day}`, false, {}),
  ];
});

/** Constructed: a ticket for each session, some rejected, some of no session; documents share a window. */
const outcomes: OutcomeInput[] = [
  ...Array.from(
    { length: 56 },
    (_, day): OutcomeInput => ({
      id: `ticket-${day}`,
      name: "ticket_resolved",
      occurred_at: iso(FROM_MS + day * DAY_MS + 5 * HOUR_MS),
      accepted: day % 5 !== 0,
      value: "4.50",
      session: day % 11 === 3 ? `lost-${day}` : `chat-${day}`,
    }),
  ),
  ...Array.from(
    { length: 8 },
    (_, week): OutcomeInput => ({
      id: `document-${week}`,
      name: "document_processed",
      occurred_at: iso(FROM_MS + week * 7 * DAY_MS + 30 * HOUR_MS),
      accepted: true,
      team: "search",
      window: {
        from: iso(FROM_MS + week * 7 * DAY_MS),
        to: iso(FROM_MS + week * 7 * DAY_MS + 30 * HOUR_MS),
      },
    }),
  ),
];

describeConsole("the pages of outcomes", {}, (console) => {
  const { open } = console;
  const post = (path: string, body: unknown): Promise<unknown> =>
    console.stack.api(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  test.each(looks)(
    "without outcomes the page shows how to send the first (dark: $dark, $width px)",
    async (look) => {
      const page = await open(`/outcomes?${RANGE}`, look);
      await page.getByText(/"name": "ticket_resolved"/).waitFor();
      await expectPresentable(page);
    },
  );

  describe("with outcomes", () => {
    beforeAll(async () => {
      const { id } = importUnderWay.parse(await post("/api/imports", { named: ["constructed"] }));
      await post(`/api/imports/${id}/batches`, { sequence: 0, attempts });
      await post(`/api/imports/${id}/finish`, { read: [], skips: [], warnings: [] });
      await post("/api/outcomes", { outcomes });
    });

    test.each(looks)(
      "costs by week, name and dimension pass axe and fit (dark: $dark, $width px)",
      async (look) => {
        const page = await open(`/outcomes?${RANGE}&by=team`, look);
        await page.getByRole("heading", { name: "Cost of an accepted outcome" }).waitFor();
        await page.getByRole("region", { name: "Outcomes by team" }).waitFor();
        await page.locator(".recharts-bar-rectangle").first().waitFor();
        await page.getByRole("heading", { name: "Single outcomes" }).waitFor();
        await settledPage(page);
        await expectPresentable(page);
      },
    );

    test("each week has its cost, with what it leaves out said below", async () => {
      const page = await open(`/outcomes?${RANGE}&named=ticket_resolved`);

      const weeks = page.getByRole("region", { name: "Outcomes over time" });
      await weeks.getByRole("row", { name: /week of 7 Sept? UTC/ }).waitFor();
      await expect.poll(() => weeks.locator("tbody tr").count(), patience).toBe(8);
      await page.getByText(/outcomes are joined to no call/).waitFor();
      await page.getByText(/costs are lower bounds/).waitFor();
      await page.getByText("Calls under none").waitFor();
    });

    test("an outcome opens by keyboard down to a call behind it", async () => {
      const page = await open(`/outcomes?${RANGE}&named=document_processed`);

      const first = page.getByRole("link", { name: "document-7" });
      await first.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/outcomes\/document-7/);
      await page.getByText("by time window: joined").waitFor();
      const call = page.getByRole("link", { name: /litellm:call-/ }).first();
      await call.focus();
      await page.keyboard.press("Enter");

      await page.waitForURL(/\/calls\/litellm/);
      await page.getByRole("heading", { name: "Attempts" }).waitFor();
    });

    test.each(looks)(
      "an opened outcome passes axe and fits (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/outcomes/ticket-1", look);
        await page.getByRole("region", { name: "Calls behind the outcome" }).waitFor();
        await expectPresentable(page);
      },
    );

    test("the choice of outcome, grain and dimension stands in the address", async () => {
      const page = await open(`/outcomes?${RANGE}`);

      await page.getByLabel("Outcome", { exact: true }).selectOption("ticket_resolved");
      await page.waitForURL(/named=ticket_resolved/);
      await page.getByLabel("Each", { exact: true }).selectOption("month");
      await page.waitForURL(/grain=month/);
      await page.getByLabel("Also by").selectOption("model");
      await page.waitForURL(/by=model/);
      await page.getByRole("region", { name: "Outcomes by model" }).waitFor();
      await page.getByRole("link", { name: /no call found/ }).click();
      await page.waitForURL(/joined=none/);
      await page.getByRole("link", { name: "ticket-3", exact: true }).waitFor();
    });
  });
});
