import { z } from "zod";
import { overlaySchema } from "../config/overlays.ts";
import { currencyName, decimalText } from "../imports/amount.ts";
import { usageComponents } from "../usage.ts";
import { timeRangeQuery } from "./question.ts";
import { spendCosts, spendReport } from "./spend.ts";

const count = z.int().nonnegative();

/** Why bills and calls differ: each cause with the reasons that can be told apart within it. */
export const reconciliationReasons = {
  /** One side knows nothing of it: no source saw calls, no line names them, or no bill reaches their day. */
  coverage: ["not_called", "not_billed", "no_bill_for_day"],
  /** Both sides know of it, and count differently. */
  quantity: ["more_billed", "more_called"],
  /** The same quantity at another price. `unpriced`: calls without a known price. */
  rate: ["tier", "region", "discount", "price", "unnamed", "unpriced"],
  /** Billed on a neighbouring day, which nets out within the range; or on a day of which the bill states some hours so far. */
  timing: ["shifted", "bill_ends_within_day"],
  /** Lines that are no use of a model. */
  non_usage: [
    "tax",
    "credit",
    "purchase",
    "adjustment",
    "correction",
    "commitment",
    "support",
    "other_service",
  ],
  /** What cannot be told: lines without a quantity or a model, and currencies that calls do not have. */
  unexplained: ["no_quantity", "no_model", "other_currency"],
} as const;
export type ReconciliationCause = keyof typeof reconciliationReasons;
export type ReconciliationReason = (typeof reconciliationReasons)[ReconciliationCause][number];
export const reconciliationCauses = Object.keys(reconciliationReasons) as [
  ReconciliationCause,
  ...ReconciliationCause[],
];
const reason = z.enum(Object.values(reconciliationReasons).flat());

/** Asks how far calls explain the bills of a range. Only lines that lie whole within it are looked at. */
export const reconcileQuery = timeRangeQuery.extend({
  /** As the price book names it. */
  provider: z.string().min(1).optional(),
  /** A billing or sub account, as the bill names it. */
  account: z.string().min(1).optional(),
  cost: z.enum(spendCosts).default("effective"),
  /** Cells to show, the largest differences first. */
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});

/** A signed part of a difference. */
const part = z.object({
  cause: z.enum(reconciliationCauses),
  reason,
  amount: decimalText,
});

const causeRow = part.extend({
  /** The parts added up without their signs: what a sum of nothing can hide. */
  gross: decimalText,
  cells: count,
});

/**
 * Of a bill's usage: how much of it calls come to, cell by cell, rounded down. Calls of days that no bill
 * reaches yet take nothing from it. Null where the bill has no usage.
 */
const share = z
  .string()
  .regex(/^[01]\.\d{6}$/)
  .nullable();

const reconciliationCell = z.object({
  provider: z.string().nullable(),
  accounts: z.array(z.string()),
  currency: currencyName,
  /** The day, or the longer charge period of the lines. */
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  model: z.string().nullable(),
  component: z.enum(usageComponents).nullable(),
  bill_cost: decimalText,
  calls_cost: decimalText,
  /** Null where it is not known; of calls, priced or not. */
  bill_quantity: decimalText.nullable(),
  calls_quantity: decimalText.nullable(),
  /** What the provider's own sum of usage says, where it was imported. */
  provider_quantity: decimalText.nullable(),
  bill_tiers: z.array(z.string()),
  calls_tiers: z.array(z.string()),
  parts: z.array(part),
  /** How a part came to its name; null where the name says all. */
  note: z.string().nullable(),
});
export type ReconciliationCell = z.infer<typeof reconciliationCell>;

/** A price found in bills that differs from the list: an entry for `overlays`, with what it rests on. */
export const foundRate = z.object({
  provider: z.string(),
  model: z.string(),
  component: z.enum(usageComponents),
  tier: z.string().nullable(),
  /** Dollars for a million units with six decimals, as an overlay takes it; `rounded` when it is not exact. */
  per_million: decimalText,
  rounded: z.boolean(),
  list_per_million: decimalText,
  valid_from: z.iso.date(),
  /** Where a day at another price follows, the list's too; null while it is the last one seen. */
  valid_to: z.iso.date().nullable(),
  quantity: decimalText,
  cost: decimalText,
  cells: count,
});
export type FoundRate = z.infer<typeof foundRate>;

/** Which of the rates that bills of a range show are to be taken over as overlays. */
export const takeRatesRequest = reconcileQuery
  .omit({ limit: true })
  .extend({
    /** Names of the overlays to take; all of the range unless said. */
    names: z.array(z.string().min(1).max(100)).max(1000).optional(),
    /** False only tells what would be done. */
    apply: z.boolean(),
  })
  .strict();

export const takeRatesResponse = z.object({
  applied: z.boolean(),
  /** Where they are kept, from the data directory on. */
  file: z.string(),
  rates: z.array(
    z.object({
      overlay: overlaySchema,
      found: foundRate,
      /**
       * `taken`: it was taken over before and is the same; `changed`: the bill shows another price or end by now;
       * `configured`: headgate.yaml has an overlay of this name, which is left alone.
       */
      state: z.enum(["new", "changed", "taken", "configured"]),
    }),
  ),
});
export type TakeRatesResponse = z.infer<typeof takeRatesResponse>;

export const reconcileReport = z.object({
  /** Whole days (UTC), which bills go by: the range that was asked for, widened to them. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** One row a provider, account and currency. `bill` − `calls` = `difference` = the causes added up. */
  groups: z.array(
    z.object({
      provider: z.string().nullable(),
      /** Several where calls or lines name no account: they are then compared together. */
      accounts: z.array(z.string()),
      currency: currencyName,
      bill: decimalText,
      calls: decimalText,
      difference: decimalText,
      /** The part of the bill that is use of models. */
      usage_bill: decimalText,
      reconciled_share: share,
      causes: z.array(causeRow),
    }),
  ),
  /** Every group of a currency together. */
  totals: z.array(
    z.object({
      currency: currencyName,
      bill: decimalText,
      calls: decimalText,
      difference: decimalText,
      usage_bill: decimalText,
      reconciled_share: share,
      unexplained: decimalText,
    }),
  ),
  /** Above this share of each currency's usage. */
  target: z.literal("0.990000"),
  /** Null where there is no bill to reconcile. */
  is_on_target: z.boolean().nullable(),
  cells: z.array(reconciliationCell),
  cells_left_out: count,
  rates: z.array(foundRate),
  /**
   * Prices that other accounts of their provider do not have, or of which that cannot be told: an overlay names no
   * account, so none of them is taken over.
   */
  rates_of_some_accounts: z.array(foundRate.extend({ accounts: z.array(z.string()) })),
  /** Calls of providers and accounts that no bill in the range is about: compared with nothing. */
  calls_without_bill: z.object({ calls_cost: decimalText, providers: z.array(z.string()) }),
  /** Calls of the groups whose usage or price is not known: in no amount. */
  unpriced_attempts: count,
  /** Lines whose charge period reaches beyond the range, and those that are not about AI: left out. */
  lines_across_the_range: z.array(
    z.object({ currency: currencyName, lines: count, cost: decimalText }),
  ),
  lines_not_about_ai: z.array(
    z.object({ currency: currencyName, lines: count, cost: decimalText }),
  ),
  /** Accounts whose bill ends within a day of the range so far: calls behind that are timing, and no gap. */
  bills_ending_within_a_day: spendReport.shape.bills_ending_within_a_day,
});
export type ReconcileReport = z.infer<typeof reconcileReport>;
