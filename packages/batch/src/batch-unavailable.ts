import { HeadgateError } from "@headgate/contract";

/** The error of a store that cannot be used, with its place. */
export const batchUnavailable = (place: string, reason: string, cause: unknown): HeadgateError =>
  new HeadgateError("batch_unavailable", `${place}: ${reason}.`, {}, { cause });

/** What went wrong in its own words. */
export const ownReason = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
