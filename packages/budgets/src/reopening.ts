import { HeadgateError } from "@headgate/contract";

/** A budget is closed for what has a limit until the ledger has told what was spent while nobody counted it here. */
export const reopening = (): HeadgateError =>
  new HeadgateError(
    "budgets_reopening",
    "The budget is new or back, or its counters were emptied: what was spent is not read from the ledger yet.",
    { retry_after_ms: 5_000 },
  );

export const isReopening = (error: unknown): boolean =>
  error instanceof HeadgateError && error.code === "budgets_reopening";
