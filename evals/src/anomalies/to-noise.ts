import type { PlantedChange } from "@headgate/simulator";
import type { CompanyCell, CompanyLedger } from "../company/company-ledger.ts";

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** Days before a change by which its slice's noise is known. */
const KNOWN_DAYS = 56;
/** Makes a median of absolute errors a standard deviation where they are normal: 1 ÷ Φ⁻¹(3/4). */
const TO_DEVIATION = 1.4826;
/** The detector holds nothing to be steadier. */
const LEAST_NOISE = 0.03;

type Units = (cell: CompanyCell) => number;
const calls: Units = (cell) => cell.calls;
const tokens: Units = (cell) =>
  [...cell.buckets.values()].reduce((total, bucket) => total + bucket.tokens, 0);
const days: Units = () => 0;

/** By what a change of each kind is not hidden: a loop of retries by its cost alone. */
const unitsOf = {
  retry_loop: [days],
  prompt_growth: [days, calls],
  cache_loss: [days, calls, tokens],
  model_switch: [days, calls, tokens],
  price_change: [days, calls, tokens],
} as const satisfies Readonly<Record<PlantedChange["kind"], readonly Units[]>>;

/**
 * How many deviations a planted change is large on a mean day of it, in the slice and by the measure in which it stands
 * out most. The noise is that of the days before, each against the same weekday a week earlier: worked out without the
 * detector.
 */
export function toNoise(change: PlantedChange, dearer: bigint, ledger: CompanyLedger): number {
  const knownFrom = change.fromMs - KNOWN_DAYS * DAY_MS;
  const ratios = change.slices.flatMap(({ dimension, value }) => {
    const own = (cells: readonly CompanyCell[]) =>
      cells.filter((cell) => cell[dimension] === value);
    const cost = costOf(own(ledger.cells(change.fromMs, change.toMs)));
    const size = Math.log(cost / (cost - Number(dearer)));
    const past = own(ledger.cells(knownFrom, change.fromMs));
    return unitsOf[change.kind].map((units) => size / noiseOf(past, units));
  });
  return Math.max(...ratios);
}

const costOf = (cells: readonly CompanyCell[]): number =>
  cells.reduce((total, { cost }) => total + Number(cost), 0);

function noiseOf(cells: readonly CompanyCell[], units: Units): number {
  const byDay = new Map<number, CompanyCell[]>();
  for (const cell of cells) byDay.set(cell.dayMs, [...(byDay.get(cell.dayMs) ?? []), cell]);
  const logs = new Map(
    [...byDay].map(([dayMs, of]) => {
      const counted = of.reduce((total, cell) => total + units(cell), 0);
      return [dayMs, Math.log(costOf(of) / (counted === 0 ? 1 : counted))];
    }),
  );
  const errors = [...logs].flatMap(([dayMs, log]) => {
    const before = logs.get(dayMs - WEEK_DAYS * DAY_MS);
    return before === undefined ? [] : [Math.abs(log - before) / Math.SQRT2];
  });
  const middle = errors.sort((one, other) => one - other)[errors.length >> 1];
  return middle === undefined ? Number.NaN : Math.max(LEAST_NOISE, TO_DEVIATION * middle);
}
