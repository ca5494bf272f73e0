import type { BenchResult } from "../result.ts";
import { benchCounters } from "./counters/bench-counters.ts";
import { benchGateways } from "./gateways/bench-gateways.ts";
import { benchLoading } from "./loading/bench-loading.ts";
import { benchMigrate } from "./migrate/bench-migrate.ts";
import { benchPartitions } from "./partitions/bench-partitions.ts";
import { benchQuestions } from "./questions/bench-questions.ts";
import { benchTroubled } from "./troubled/bench-troubled.ts";

type Measured = Pick<BenchResult, "figures" | "targets">;

/** Each part starts the servers that it needs, and says so where it cannot. */
const parts: Readonly<
  Record<string, (quick: boolean, millionRows: number | undefined) => Promise<Measured>>
> = {
  counters: benchCounters,
  troubled: benchTroubled,
  partitions: benchPartitions,
  loading: benchLoading,
  questions: benchQuestions,
  gateways: benchGateways,
  migrate: benchMigrate,
};

/** What may be asked for by name. */
export const scaleParts: readonly string[] = Object.keys(parts);

/**
 * Runs the parts that are named, one after the other, so that none takes another's time.
 * @param millionRows the size of the ledger that is asked; each part's own unless said
 */
export async function benchScale(
  quick: boolean,
  named: readonly string[],
  millionRows: number | undefined,
): Promise<Measured> {
  const figures: Record<string, unknown> = {};
  const targets: BenchResult["targets"][number][] = [];
  for (const name of named) {
    const part = parts[name];
    if (part === undefined) throw new Error(`scale has no part ${name}`);
    const measured = await part(quick, millionRows);
    figures[name] = measured.figures;
    targets.push(...measured.targets);
  }
  return { figures, targets };
}
