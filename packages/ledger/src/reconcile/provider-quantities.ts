import { totalOf } from "./amounts.ts";
import { grouped } from "./match-cells.ts";
import type { PriceNames } from "./price-names.ts";
import type { BillRow, TotalRow } from "./sides.ts";

/**
 * Lines that tell an amount and no quantity, as Anthropic's cost report has them, with the quantity that the
 * provider's own sum of exactly their period says of their model and component. Sums know no account: the bills are
 * to be all that there are of the provider.
 */
export function withProviderQuantities(
  bills: readonly BillRow[],
  totals: readonly TotalRow[],
  names: PriceNames,
): BillRow[] {
  const sums = grouped(totals, (total) => {
    const provider = names.provider(total.provider);
    const { provider: own, model: name, startMs: atMs } = total;
    const model =
      name === null ? null : names.model({ own, provider, name, region: null, atMs }).model;
    return keyOf({ ...total, provider, model });
  });
  return [...grouped(bills, keyOf)].flatMap(([key, rows]) => {
    const [first] = rows;
    const ofKey = sums.get(key);
    if (first === undefined || ofKey === undefined) return rows;
    const isOne = rows.every(
      (row) =>
        row.kind === "usage" &&
        row.quantity === null &&
        row.tier === first.tier &&
        row.scope === first.scope &&
        row.region === first.region,
    );
    if (!isOne || first.model === null || first.component === null) return rows;
    return [
      {
        ...first,
        quantity: totalOf(ofKey.map((total) => total.quantity)),
        cost: totalOf(rows.map(({ cost }) => cost)),
        lines: rows.reduce((total, { lines }) => total + lines, 0),
      },
    ];
  });
}

const keyOf = (
  row: Pick<BillRow, "component" | "endMs" | "model" | "provider" | "startMs">,
): string => JSON.stringify([row.provider, row.model, row.component, row.startMs, row.endMs]);
