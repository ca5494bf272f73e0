import type { ReconciliationCause, ReconciliationReason } from "@headgate/contract";

/** Why bills and calls differ, as people say it. */
export const causeNames = {
  coverage: "Coverage",
  quantity: "Quantity",
  rate: "Rate",
  timing: "Timing",
  non_usage: "Non-usage",
  unexplained: "Unexplained",
} as const satisfies Record<ReconciliationCause, string>;

export const causeMeanings = {
  coverage: "Only one side knows of it.",
  quantity: "Both sides know of it, and count differently.",
  rate: "The same quantity at another price.",
  timing: "Billed on a neighbouring day; it nets out.",
  non_usage: "Lines that are no use of a model.",
  unexplained: "What cannot be told.",
} as const satisfies Record<ReconciliationCause, string>;

export const reasonNames = {
  not_called: "billed, seen by no source of calls",
  not_billed: "called, in no bill",
  no_bill_for_day: "called on a day that no bill reaches yet",
  more_billed: "more billed than called",
  more_called: "more called than billed",
  tier: "another service tier",
  region: "another region",
  discount: "a discount",
  price: "another price",
  unnamed: "a price that cannot be named",
  unpriced: "calls without a known price",
  shifted: "billed on a neighbouring day",
  bill_ends_within_day: "called behind the hour until which the bill goes so far",
  tax: "tax",
  credit: "credit",
  purchase: "purchase",
  adjustment: "adjustment",
  correction: "correction",
  commitment: "commitment",
  support: "support",
  other_service: "another service",
  no_quantity: "lines without a quantity",
  no_model: "lines without a model",
  other_currency: "a currency that calls do not have",
} as const satisfies Record<ReconciliationReason, string>;
