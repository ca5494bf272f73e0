import type { ImportBatchRequest } from "@headgate/contract";
import type { Stack } from "../stack/start-stack.ts";
import { importRows } from "./import-rows.fixture.ts";

const DAY_MS = 86_400_000;
const DAYS = 110;
/** Days ago on which one team used twenty times as many tokens. */
const PLANTED_DAYS_AGO = 5;

const TODAY_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const dayAgo = (days: number): string => new Date(TODAY_MS - days * DAY_MS).toISOString();

/** So many whole days up to yesterday, as an address asks for them. */
export const daysBack = (days: number): string => `from=${dayAgo(days)}&to=${dayAgo(0)}`;

/** Constructed: a call a day of each of two teams, about alike, but for one day of one of them. */
const attempts: NonNullable<ImportBatchRequest["attempts"]> = Array.from(
  { length: DAYS },
  (_, index) => index + 1,
).flatMap((ago) =>
  ["red", "blue"].map((team) => {
    const id = `litellm:constructed-${team}-${ago}`;
    const many = team === "red" && ago === PLANTED_DAYS_AGO;
    return {
      row_id: id,
      call_id: id,
      started_at_ms: TODAY_MS - ago * DAY_MS + 3_600_000,
      source: "litellm" as const,
      operation: "chat" as const,
      provider: "openai",
      response_model: "gpt-4.1",
      outcome: "completed" as const,
      usage_origin: "provider" as const,
      usage: {
        input: (many ? 2_000_000 : 100_000) + 1_000 * (ago % 3),
        cache_read: 9_000,
        output: 20_000,
      },
      attribution: { team },
      tags: {},
    };
  }),
);

/** Constructed: a bill that has more input than the calls, a tax, and a line that nobody can tell. */
const billLines: NonNullable<ImportBatchRequest["bill_lines"]> = [
  { id: "input", charge_category: "usage" as const, model: "gpt-4.1", cost: "40.5" },
  { id: "tax", charge_category: "tax" as const, model: undefined, cost: "3.25" },
  { id: "other", charge_category: "usage" as const, model: undefined, cost: "1.75" },
].map(({ id, model, cost, charge_category }) => ({
  line_id: id,
  source: "focus" as const,
  statement: "focus:constructed",
  billing_account_id: "constructed",
  billing_period_start_ms: TODAY_MS - 40 * DAY_MS,
  billing_period_end_ms: TODAY_MS - 9 * DAY_MS,
  charge_period_start_ms: TODAY_MS - 20 * DAY_MS,
  charge_period_end_ms: TODAY_MS - 19 * DAY_MS,
  charge_category,
  provider_name: "OpenAI",
  service_name: "OpenAI API",
  billing_currency: "USD",
  tags: {},
  category: "inference" as const,
  billed_cost: cost,
  effective_cost: cost,
  ...(model === undefined ? {} : { model }),
}));

/** Loads the calls of a hundred days and a bill beside them. */
export const importHistory = (stack: Stack): Promise<void> =>
  importRows(stack, {
    named: ["constructed/history.csv", "constructed/bill.csv"],
    batch: { attempts, bill_lines: billLines },
    finish: {
      read: [
        { source: "litellm", files: 1, rows: attempts.length, skipped: 0 },
        { source: "focus", files: 1, rows: billLines.length, skipped: 0 },
      ],
      skips: [],
      warnings: [],
    },
  });
