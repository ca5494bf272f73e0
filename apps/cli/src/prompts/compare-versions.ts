import type { CallSummary, PromptArm, PromptArmMeasures, PromptsCompare } from "@headgate/contract";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { type MeanDifference, meanDifference, meanOf } from "./mean-difference.ts";

/** Calls of one version, and the outcomes that they came to. */
export type VersionCalls = Readonly<{
  rows: readonly CallSummary[];
  total: number;
  outcomes: number;
  accepted: number;
}>;

/** Tokens are averaged to a tenth. */
const TENTHS = 10n;

/** Puts the two versions of a prompt beside each other: what a call of each produced and cost, and what it came to. */
export function compareVersions(
  arms: Readonly<Record<PromptArm, VersionCalls>>,
): Pick<PromptsCompare, "arms" | "output_tokens_saved" | "cost_saved" | "simulated"> {
  const { approved, original } = arms;
  const tokens = meanDifference(outputOf(original.rows), outputOf(approved.rows));
  const cost = meanDifference(costsOf(original.rows), costsOf(approved.rows));
  return {
    arms: { approved: measuresOf(approved), original: measuresOf(original) },
    output_tokens_saved: told(tokens, tenthsText),
    cost_saved: told(cost, dollarsText),
    simulated: [...approved.rows, ...original.rows].some(({ simulated }) => simulated),
  };
}

function measuresOf({ rows, total, outcomes, accepted }: VersionCalls): PromptArmMeasures {
  const tokens = outputOf(rows);
  const costs = costsOf(rows);
  return {
    calls: rows.length,
    left_out: total - rows.length,
    failed: rows.filter(({ outcome }) => outcome !== "completed").length,
    without_output_tokens: rows.length - tokens.length,
    without_cost: rows.length - costs.length,
    output_tokens: tokens.length === 0 ? null : tenthsText(meanOf(tokens)),
    cost: costs.length === 0 ? null : dollarsText(meanOf(costs)),
    outcomes,
    accepted_outcomes: accepted,
  };
}

const outputOf = (rows: readonly CallSummary[]): readonly bigint[] =>
  rows.flatMap(({ output_tokens }) =>
    output_tokens === null ? [] : [BigInt(output_tokens) * TENTHS],
  );

const costsOf = (rows: readonly CallSummary[]): readonly bigint[] =>
  rows.flatMap(({ effective_cost }) =>
    effective_cost === null ? [] : [parseDollars(effective_cost)],
  );

const told = (found: MeanDifference | undefined, text: (value: bigint) => string) =>
  found === undefined
    ? null
    : { difference: text(found.difference), from: text(found.from), to: text(found.to) };

const dollarsText = (amount: bigint): string => formatDollars(picodollars(amount));

function tenthsText(tenths: bigint): string {
  const size = tenths < 0n ? -tenths : tenths;
  return `${tenths < 0n ? "-" : ""}${size / TENTHS}.${size % TENTHS}`;
}
