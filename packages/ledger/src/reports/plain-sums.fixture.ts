import type { LedgerRow, Totals } from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import { dollarsOf } from "../store.fixture.ts";

/** The same sums, taken from the rows in the plainest way. */
export function addedUp(rows: readonly LedgerRow[]): Partial<Totals> {
  const priced = rows.flatMap(({ charge }) => charge.effective_cost ?? []);
  const total = (bucket: "input" | "output") =>
    rows.reduce((all, { usage }) => all + (usage[bucket] ?? 0), 0);
  return {
    calls: new Set(rows.map((row) => row.call_id)).size,
    attempts: rows.length,
    unpriced_attempts: rows.length - priced.length,
    input_tokens: total("input"),
    output_tokens: total("output"),
    effective_cost: dollarsOf(sum(priced.map(parseDollars))),
  };
}

type Part = Pick<
  Totals,
  "calls" | "unpriced_attempts" | "input_tokens" | "output_tokens" | "effective_cost"
>;

/** The sums of parts, which must be those of the whole. */
export const partsOf = (parts: readonly Part[]) => ({
  calls: parts.reduce((all, part) => all + part.calls, 0),
  unpricedAttempts: parts.reduce((all, part) => all + part.unpriced_attempts, 0),
  inputTokens: parts.reduce((all, part) => all + part.input_tokens, 0),
  outputTokens: parts.reduce((all, part) => all + part.output_tokens, 0),
  effectiveCost: sum(parts.map((part) => parseDollars(part.effective_cost))),
});
