import { HeadgateError } from "@headgate/contract";
import type { PlanFacts } from "./plan-facts.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What was measured of machines in the whole hours up to now; a sentence where there are more than can be looked at. */
export async function measuredHours(
  { ledger, nowMs }: Pick<PlanFacts, "ledger" | "nowMs">,
  days: number,
) {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const range = { fromMs: toMs - days * DAY_MS, toMs };
  try {
    const hours = await ledger.report("gauge-hours", {
      from: new Date(range.fromMs).toISOString(),
      to: new Date(range.toMs).toISOString(),
    });
    return { ...range, hours };
  } catch (error) {
    if (error instanceof HeadgateError && error.code === "request_invalid") return error.message;
    throw error;
  }
}
