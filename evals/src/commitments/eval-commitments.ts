import { printTable } from "@headgate/bench/result";
import {
  costOf,
  loadCurve,
  loadQuantile,
  nearestPurchase,
  optimalUnits,
  sameAgain,
  type UnitTerms,
} from "@headgate/planner";
import type { Evaluation } from "../evaluation.ts";
import { bruteForce, costStepByStep } from "./brute-force.ts";
import { constructedLoads } from "./constructed-loads.ts";
import { evalRuleOfThumb } from "./rule-of-thumb.ts";
import { recordedMinutes } from "./token-minutes.ts";

const SEED = 11;
/** What a fully used unit costs beside what it is worth on demand. */
const breakEvens = [0.5, 0.64, 0.85] as const;
/** Units that the mean load fills, as models are bought in few large ones and plans in many small ones. */
const unitsOfMean = [3, 100] as const;
const LEAST_PURCHASE = 0.5;

type Trial = Readonly<{ trace: string; dollars: Float64Array; kind: "recorded" | "constructed" }>;

/**
 * Whether the number of units that is bought costs what the best one costs, found by trying all, on recorded and on
 * constructed demand; and what buying for the mean or for P95 would have come to. Pure arithmetic: no time is in it.
 */
export async function evalCommitments(folder: string): Promise<Evaluation> {
  const trials: readonly Trial[] = [
    ...(await recordedMinutes(folder)).map(({ name, dollars }) => ({
      trace: name,
      dollars,
      kind: "recorded" as const,
    })),
    ...constructedLoads(SEED).map(({ name, dollars }) => ({
      trace: name,
      dollars,
      kind: "constructed" as const,
    })),
  ];
  const rows = trials.flatMap((trial) =>
    breakEvens.flatMap((breakEven) =>
      unitsOfMean.flatMap((units) => tryOut(trial, breakEven, units)),
    ),
  );
  printTable(
    "Commitments beside all on demand (simulated prices), by the share of a unit that must be used",
    rows.map(({ trace, kind, break_even, units_of_mean, least, ...figures }) => ({
      trace: `${trace} (${kind})`,
      "break-even": break_even,
      "units in mean": units_of_mean,
      least,
      units: figures.units,
      saves: percent(figures.saving),
      "all tried": percent(figures.best_saving),
      "mean bought": percent(figures.mean_saving),
      "P95 bought": percent(figures.p95_saving),
    })),
  );
  const worst = Math.max(...rows.map(({ excess }) => excess));
  const worstOf = (kind: Trial["kind"]) =>
    Math.max(...rows.filter((row) => row.kind === kind).map(({ excess }) => excess));
  const neverWorse = rows.every(
    ({ saving, mean_saving, p95_saving }) =>
      saving >= mean_saving - 1e-9 && saving >= p95_saving - 1e-9,
  );
  const rule = evalRuleOfThumb();
  return {
    figures: { rows, worst_excess: worst, rule_of_thumb: rule.figures },
    targets: [
      target("cost above the best of all, recorded traces", worstOf("recorded")),
      target("cost above the best of all, constructed shapes", worstOf("constructed")),
      {
        what: "never dearer than buying the mean or P95",
        value: neverWorse ? 1 : 0,
        target: "in every row",
        met: neverWorse,
      },
    ],
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const target = (what: string, value: number): Evaluation["targets"][number] => ({
  what,
  value: Math.round(value * 1e6) / 1e6,
  target: "≤ 0.005",
  met: value <= 0.005,
});

function tryOut({ trace, dollars, kind }: Trial, breakEven: number, unitsInMean: number) {
  const mean = dollars.reduce((sum, load) => sum + load, 0) / dollars.length;
  const capacity = mean / unitsInMean;
  const leasts = [1, Math.max(2, Math.round(LEAST_PURCHASE * unitsInMean))];
  return leasts.map((least) => {
    const terms: UnitTerms = {
      capacity,
      price: breakEven * capacity,
      minimum: least,
      increment: least === 1 ? 1 : Math.max(1, Math.round(least / 3)),
      maximum: 100_000,
    };
    const curve = loadCurve(dollars, dollars);
    const futures = [sameAgain(curve)];
    const units = optimalUnits(futures, terms);
    const best = bruteForce(dollars, terms);
    const cost = costStepByStep(dollars, terms, units);
    const saving = (bought: number) => 1 - costOf(futures, terms, bought) / mean;
    return {
      trace,
      kind,
      break_even: breakEven,
      units_of_mean: unitsInMean,
      least,
      units,
      best_units: best.units,
      excess: cost / best.cost - 1,
      saving: 1 - cost / mean,
      best_saving: 1 - best.cost / mean,
      mean_saving: saving(nearestPurchase(terms, mean)),
      p95_saving: saving(nearestPurchase(terms, loadQuantile(curve, 0.95))),
    };
  });
}
