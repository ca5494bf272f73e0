import { printTable } from "@headgate/bench/result";
import { costOf, loadCurve, optimalUnits, sameAgain } from "@headgate/planner";
import { constructedLoads } from "./constructed-loads.ts";

const SEED = 23;
const HOURS_PER_MONTH = 730;
/** What a model spends a month on demand. */
const spends = [1_000, 5_000, 20_000, 100_000] as const;
/** What the least purchase costs a month. */
const leasts = [1_000, 5_000, 20_000] as const;
/** What a fully used unit costs of what it is worth: 1 is Azure's monthly reservation, 0.85 its yearly one. */
const breakEvens = [1, 0.85, 0.56, 0.4] as const;

/**
 * The field's rule: provisioned throughput pays from $5,000 a month a model on. Over a grid of spend, least purchase, price
 * and shape, with each share of cases in which the rule and the arithmetic agree. Simulated.
 */
export function evalRuleOfThumb(): Readonly<{ figures: Readonly<Record<string, unknown>> }> {
  const cases = constructedLoads(SEED).flatMap(({ name, dollars }) => {
    const mean = dollars.reduce((sum, load) => sum + load, 0) / dollars.length;
    return spends.flatMap((spend) => {
      const hourly = (spend * 1e6) / HOURS_PER_MONTH;
      const loads = dollars.map((load) => (load / mean) * hourly);
      const futures = [sameAgain(loadCurve(loads, loads))];
      return leasts.flatMap((least) =>
        breakEvens.map((breakEven) => {
          // One purchase is the least; more come a tenth of it at a time.
          const price = (least * 1e6) / HOURS_PER_MONTH / 10;
          const terms = {
            capacity: price / breakEven,
            price,
            minimum: 10,
            increment: 1,
            maximum: 100_000,
          };
          const units = optimalUnits(futures, terms);
          return {
            shape: name,
            spend,
            least,
            break_even: breakEven,
            pays: units > 0,
            saving: 1 - costOf(futures, terms, units) / hourly,
          };
        }),
      );
    });
  });
  const share = (held: readonly (typeof cases)[number][]) =>
    held.filter(({ pays }) => pays).length / held.length;
  const table = spends.flatMap((spend) =>
    breakEvens.map((breakEven) => {
      const held = cases.filter((one) => one.spend === spend && one.break_even === breakEven);
      const paying = held.filter(({ pays }) => pays);
      return {
        spend_per_month: spend,
        break_even: breakEven,
        pays_in: share(held),
        shapes: [...new Set(paying.map(({ shape }) => shape))],
        best_saving: Math.max(0, ...held.map(({ saving }) => saving)),
      };
    }),
  );
  printTable(
    "“Provisioned throughput pays from $5,000 a month a model”: where it holds (simulated)",
    table.map((row) => ({
      "$ a month": row.spend_per_month,
      "break-even": row.break_even,
      "pays in": `${Math.round(row.pays_in * 100)} % of cases`,
      shapes: row.shapes.join(", "),
      "saves at best": `${(row.best_saving * 100).toFixed(0)} %`,
    })),
  );
  const agree = cases.filter(({ spend, pays }) => spend >= 5_000 === pays).length / cases.length;
  return { figures: { table, agrees_in: agree, cases: cases.length } };
}
