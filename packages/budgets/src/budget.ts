import { createHash } from "node:crypto";
import type { BudgetConfig, BudgetMeasure, BudgetSubject } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { type BudgetWindow, readWindow } from "./window.ts";

/** A budget of the configuration, read once: amounts are whole units, picodollars for dollars. */
export type Budget = Readonly<{
  /** Name and what it counts: another window or match counts anew, another limit does not. */
  id: string;
  name: string;
  config: BudgetConfig;
  measure: BudgetMeasure;
  limit: bigint;
  /** What the asked model may use; less than the limit only where it steps down before. */
  limitOfAskedModel: bigint;
  /** Absent for concurrency. */
  window: BudgetWindow | undefined;
  per: readonly BudgetSubject[];
}>;

/** A share with at most six decimals, in millionths. */
const millionths = (share: string): bigint => {
  const [whole = "0", fraction = ""] = share.split(".");
  return BigInt(whole + fraction.padEnd(6, "0").slice(0, 6));
};

/** `amount × share`, cut to whole units: never more than the share. */
export const shareOf = (amount: bigint, share: string): bigint =>
  (amount * millionths(share)) / 1_000_000n;

export const compileBudgets = (configs: readonly BudgetConfig[]): readonly Budget[] =>
  configs.map(compileBudget);

function compileBudget(config: BudgetConfig): Budget {
  const limit: bigint =
    config.measure === "dollars" ? parseDollars(config.limit) : BigInt(config.limit);
  const { step_down_at: at } = config;
  return {
    id: `${config.name}@${fingerprint(config)}`,
    name: config.name,
    config,
    measure: config.measure,
    limit,
    limitOfAskedModel: at === undefined ? limit : shareOf(limit, at),
    window: readWindow(config.window),
    per: config.per,
  };
}

/** Changes with everything that decides what is counted, and where. */
const fingerprint = ({ match, per, measure, window, time_zone }: BudgetConfig): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1)),
        per,
        measure,
        window ?? null,
        time_zone,
      ]),
    )
    .digest("hex")
    .slice(0, 8);
