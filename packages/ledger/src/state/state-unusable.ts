import { HeadgateError } from "@headgate/contract";

/** The error of a state that cannot be used, with its place; errors of the catalogue stay as they are. */
export function stateUnusable(place: string, reason: string, cause: unknown): HeadgateError {
  if (cause instanceof HeadgateError) return cause;
  return new HeadgateError("state_unusable", `${place}: ${reason}`, {}, { cause });
}

/** What went wrong in its own words. */
export const ownReason = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
