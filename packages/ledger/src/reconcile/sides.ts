import type { ReconciliationReason, UsageComponent } from "@headgate/contract";

/** A quantity in trillionths of a unit, as exact as the ledger's columns. Amounts here are of any currency. */
export type Quantity = bigint;

/** Where a price holds, as far as a side tells. */
export type Variant = Readonly<{
  tier: string | null;
  scope: string | null;
  region: string | null;
}>;

export type NonUsage = Extract<
  ReconciliationReason,
  | "tax"
  | "credit"
  | "purchase"
  | "adjustment"
  | "correction"
  | "commitment"
  | "support"
  | "other_service"
>;

/** Lines of one charge period that agree in all that is compared. */
export type BillRow = Variant &
  Readonly<{
    provider: string | null;
    billingAccount: string | null;
    subAccount: string | null;
    currency: string;
    kind: "usage" | NonUsage;
    startMs: number;
    endMs: number;
    model: string | null;
    component: UsageComponent | null;
    /** Null where a line does not tell it. */
    quantity: Quantity | null;
    cost: bigint;
    lines: number;
  }>;

/** Calls of one day (UTC) that agree in all that is compared; one component of them. */
export type CallRow = Variant &
  Readonly<{
    provider: string;
    account: string | null;
    dayMs: number;
    model: string | null;
    /** Null for a cost that no component has. */
    component: UsageComponent | null;
    quantity: Quantity | null;
    /** Null where it is not known. */
    cost: bigint | null;
    attempts: number;
  }>;

/** Sums that a provider worked out itself. */
export type TotalRow = Readonly<{
  provider: string;
  startMs: number;
  endMs: number;
  model: string | null;
  component: UsageComponent;
  quantity: Quantity;
}>;

/** A day (UTC) that the bill of an account speaks for, with a line or without. */
export type CoveredDay = Pick<BillRow, "provider" | "billingAccount" | "subAccount" | "currency"> &
  Readonly<{ dayMs: number }>;

/** Until when the use of an account is stated, where that is within a day (UTC) of the range: its bill still grows. */
export type BillEnd = Readonly<{ provider: string; account: string | null; untilMs: number }>;

/** Lines that are not compared, by currency. */
export type LeftOut = Readonly<{ currency: string; lines: number; cost: string }>;

/** What bills, calls and providers' own sums say of a range. */
export type Sides = Readonly<{
  bills: readonly BillRow[];
  calls: readonly CallRow[];
  totals: readonly TotalRow[];
  coveredDays: readonly CoveredDay[];
  ending: readonly BillEnd[];
  linesAcross: readonly LeftOut[];
  linesNotAboutAi: readonly LeftOut[];
}>;
