import { HeadgateError } from "@headgate/contract";

/** The error of a state file that cannot be used, with its path; errors of the catalogue stay as they are. */
export function stateUnusable(path: string, cause: unknown): HeadgateError {
  if (cause instanceof HeadgateError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new HeadgateError("state_unusable", `${path}: ${message}`, {}, { cause });
}
