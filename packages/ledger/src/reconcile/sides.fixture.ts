import type { ReconcileReport } from "@headgate/contract";
import type { ListPrice } from "./name-rate.ts";
import type { PriceNames } from "./price-names.ts";
import { reconcile } from "./reconcile.ts";
import type { BillRow, CallRow, Sides } from "./sides.ts";

export const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 6, 1);
export const dayMs = (day: number): number => FIRST_MS + day * DAY_MS;
const UNIT = 10n ** 12n;

/** Units with a price each in picodollars; what a test is about, it says in `change`. */
type Change<Row> = Partial<Row> & Readonly<{ day?: number; units?: bigint; price?: bigint }>;

export function billed(change: Change<BillRow> = {}): BillRow {
  const { day = 0, units = 1000n, price = 3_000_000n, ...fields } = change;
  return {
    provider: "bedrock",
    billingAccount: "111122223333",
    subAccount: null,
    currency: "USD",
    kind: "usage",
    startMs: dayMs(day),
    endMs: dayMs(day + 1),
    model: "claude",
    component: "input",
    tier: "standard",
    scope: null,
    region: null,
    quantity: units * UNIT,
    cost: units * price,
    lines: 1,
    ...fields,
  };
}

export function called(change: Change<CallRow> = {}): CallRow {
  const { day = 0, units = 1000n, price = 3_000_000n, ...fields } = change;
  return {
    provider: "bedrock",
    account: "111122223333",
    dayMs: dayMs(day),
    model: "claude",
    component: "input",
    tier: null,
    scope: null,
    region: null,
    quantity: units * UNIT,
    cost: units * price,
    attempts: 1,
    ...fields,
  };
}

/** The list: $3 a million units, half of it in batches, a tenth more within a geography. */
const listPrices: readonly ListPrice[] = [
  {
    tier: "standard",
    scope: "global",
    place: undefined,
    unitPrice: 3_000_000n,
    dependsOnLength: false,
  },
  {
    tier: "batch",
    scope: "global",
    place: undefined,
    unitPrice: 1_500_000n,
    dependsOnLength: false,
  },
  { tier: "standard", scope: "geo", place: "us", unitPrice: 3_300_000n, dependsOnLength: false },
];

export const names: PriceNames = {
  provider: (own) => (own === "our-aws" ? "bedrock" : own),
  model: ({ name }) => ({ model: name, scope: null }),
  tier: ({ word }) => word,
};

export const reconciled = (
  sides: Partial<Sides>,
  terms: Partial<Parameters<typeof reconcile>[1]> = {},
): ReconcileReport =>
  reconcile(
    {
      bills: [],
      calls: [],
      totals: [],
      coveredDays: [],
      ending: [],
      linesAcross: [],
      linesNotAboutAi: [],
      ...sides,
    },
    {
      from: new Date(dayMs(0)).toISOString(),
      to: new Date(dayMs(31)).toISOString(),
      limit: 1000,
      names,
      listPrices: () => listPrices,
      ...terms,
    },
  );
