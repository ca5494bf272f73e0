import { printTable } from "@headgate/bench/result";
import { configSchema } from "@headgate/contract";
import { reconcileRange } from "@headgate/control";
import { formatDollars, picodollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import type { Evaluation } from "../evaluation.ts";
import { type JudgedReconciliation, judgeReconciliation } from "./judge-reconciliation.ts";
import { withCompany } from "./load-company.ts";

const COMPANIES = 8;
/** Over the end of a month, so that one is restated. */
const company = { days: 16, scale: 0.01, from: "2026-10-20" };
const range = { from: "2026-10-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
/** Cells that a report shows at most. */
const ALL_CELLS = 1_000;

/** Reconciles one company whose bills have faults of all kinds. */
export const reconcileCompany = (seed: number): Promise<JudgedReconciliation> =>
  withCompany({ ...company, seed }, async (ledger, truth) => {
    const book = loadPriceBook();
    const config = configSchema.parse({});
    const report = await reconcileRange(
      { ledger, prices: () => book, config: () => config },
      { ...range, cost: "billed", limit: ALL_CELLS },
    );
    if (report.cells_left_out > 0) throw new RangeError("a company of fewer days has all cells");
    const spend = await ledger.report("spend", { ...range, by: "provider", cost: "billed" });
    return judgeReconciliation(report, spend, truth);
  });

/**
 * Holds `headgate reconcile` against bills with planted faults: each is to be told by its kind, on its day and to
 * the picodollar, and nothing else.
 *
 * @param companies how many companies
 */
export async function evalReconcile(companies: number = COMPANIES): Promise<Evaluation> {
  const judged: JudgedReconciliation[] = [];
  for (let seed = 1; seed <= companies; seed += 1) judged.push(await reconcileCompany(seed));
  const faults = judged.flatMap((one) => one.faults);
  const kinds = [...new Set(faults.map(({ kind }) => kind))].sort().map((kind) => {
    const of = faults.filter((fault) => fault.kind === kind);
    return {
      kind,
      planted: of.length,
      exact: of.filter(({ expected, told }) => expected === told).length,
    };
  });
  printTable("Faults by kind", kinds);
  for (const { kind, day, expected, told } of faults) {
    if (expected === told) continue;
    process.stderr.write(`  ${kind} ${day}: ${dollars(expected)} planted, ${dollars(told)} told\n`);
  }
  const exact = faults.filter(({ expected, told }) => expected === told).length;
  const total = (of: (one: JudgedReconciliation) => bigint) =>
    judged.reduce((sum, one) => sum + of(one), 0n);
  const beyond = total((one) => one.beyond);
  const notExplained = total((one) => one.notExplained);
  const unexplained = total((one) => one.unexplained - one.plantedUnexplained);
  const none = (what: string, amount: bigint): Evaluation["targets"][number] => ({
    what,
    value: Number(amount),
    target: "0",
    met: amount === 0n,
  });
  return {
    figures: { companies, ...company, kinds },
    targets: [
      {
        what: `planted faults told by their kind, on their day, to the picodollar (${exact} of ${faults.length})`,
        value: exact / faults.length,
        target: "1",
        met: exact === faults.length,
      },
      none(
        "picodollars by which bills and calls together are not what is to be paid",
        total(({ total: { told, expected } }) =>
          told > expected ? told - expected : expected - told,
        ),
      ),
      none("picodollars of differences that nobody planted", beyond),
      none("picodollars by which parts do not come to a difference", notExplained),
      none("unexplained picodollars beyond those that were planted so", unexplained),
    ],
  };
}

const dollars = (amount: bigint): string => formatDollars(picodollars(amount));
