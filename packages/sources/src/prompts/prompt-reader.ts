import type { HeadgateConfig, LedgerRow } from "@headgate/contract";
import { type LoggedRequest, loggedRequestFacts } from "@headgate/levers";

/** What a row keeps of a request that a file holds: no text. */
type PromptFacts = Pick<LedgerRow, "prompt_parts" | "request_facts">;

/** Looks at requests that files hold. */
export interface PromptReader {
  /** Nothing where there is no request, or a body is of no known shape. Never throws: a fault costs the facts, not the row. */
  factsOf(request: LoggedRequest | undefined): PromptFacts | undefined;
  /** Requests so far of which a file has less than was asked: cut, or with their words hidden. */
  readonly partial: number;
  /** Requests that could not be looked at so far, by a fault of ours. */
  readonly failed: number;
}

/**
 * @param salt what digests are keyed with: only rows of the same salt can be compared
 * @returns undefined where the configuration says that nothing of requests is kept
 */
export function createPromptReader(
  { history, caches }: Pick<HeadgateConfig, "history" | "caches">,
  salt: Buffer,
): PromptReader | undefined {
  if (!history.request_facts) return undefined;
  const terms = {
    salt,
    maxCachedBytes: caches.exact.max_request_bytes,
    maxPrefixBytes: caches.prefix.max_request_bytes,
  };
  let partial = 0;
  let failed = 0;
  return {
    factsOf: (request) => {
      if (request === undefined) return undefined;
      try {
        const facts = loggedRequestFacts(request, terms);
        if (facts === undefined) partial += 1;
        return facts;
      } catch {
        failed += 1;
        return undefined;
      }
    },
    get partial() {
      return partial;
    },
    get failed() {
      return failed;
    },
  };
}
