import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { PlanFacts } from "./plan-facts.ts";

const HOUR_MS = 3_600_000;
const MOST_MODELS = 50;

/** A model with what its calls cost a month of 730 hours, as they were. */
export type DearModel = Readonly<{ model: string; microdollarsPerMonth: number }>;

/** The models that cost most, the dearest first; of one provider where it is named. */
export async function dearestModels(
  { ledger, range, before }: Pick<PlanFacts, "ledger" | "range" | "before">,
  provider?: string,
): Promise<readonly DearModel[]> {
  if (before.calls.length === 0) return [];
  const { rows } = await ledger.report("spend-by", {
    ...range,
    by: "model",
    limit: MOST_MODELS,
    ...(provider !== undefined && { provider }),
  });
  return rows.flatMap(({ group, effective_cost: cost }) =>
    group === null
      ? []
      : [
          {
            model: group,
            microdollarsPerMonth: monthly(toMicrodollars(parseDollars(cost)), before),
          },
        ],
  );
}

/** Of what was seen; less than a day stands for a whole one. */
export const monthly = (
  microdollars: number,
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
): number => (microdollars * 730 * HOUR_MS) / Math.max(toMs - fromMs, 24 * HOUR_MS);
