import type { AttemptOutcome } from "@headgate/contract";

/** Why an attempt was paid for in vain. `replaced`: it was answered, and another one's answer was given. */
export type VainCause =
  | "time_limit"
  | "rate_limit"
  | "broken_off"
  | "provider_fault"
  | "refused_request"
  | "hung_up"
  | "replaced";

const TOO_MANY_REQUESTS = 429;
/** Of a provider's gateway that gave up waiting, and of a request that took too long to come. */
const TIMED_OUT: readonly number[] = [408, 504];

export function causeOf(outcome: AttemptOutcome, status: number | null): VainCause {
  switch (outcome) {
    case "timed_out":
      return "time_limit";
    case "interrupted":
    case "unreachable":
      return "broken_off";
    case "client_closed":
      return "hung_up";
    case "completed":
    case "ended_early":
      return "replaced";
    case "provider_error":
      if (status === TOO_MANY_REQUESTS) return "rate_limit";
      if (status !== null && TIMED_OUT.includes(status)) return "time_limit";
      return status !== null && status >= 400 && status < 500
        ? "refused_request"
        : "provider_fault";
    default:
      return outcome satisfies never;
  }
}
