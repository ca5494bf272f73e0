import type { Usage } from "@headgate/contract";

/** What is known of a request beside what it used. */
export type RequestBefore = Readonly<{
  /** Tokens that the lever took away, less those that it added. */
  removed: number;
  /** Tokens, as the client sent them, of what the request before did not have. */
  fresh: number;
  /** Whether the provider's cache still had that request. */
  warm: boolean;
  /**
   * From how many tokens on the provider keeps such a prompt, where a decision changed it with this request: then reading
   * nothing is the decision's doing. Undefined where it keeps none, or nothing was changed that it had.
   */
  brokenFrom?: number | undefined;
}>;

const writes = ["cache_write_5m", "cache_write_1h", "cache_write"] as const;

/**
 * What a request would have used with its whole history.
 *
 * The prompt would have been `removed` tokens longer. Where the usage shows no cache, all of these are input, but where
 * a decision is why it shows none. Where it shows one, a warm cache would have had all but the `fresh` tokens: those are read, and never fewer than were read in fact.
 * The rest goes where this request's rest went: to the uncached input, as many as there were, and to the cache write that
 * it has. A cold cache would have had what it had. The answer is taken to be as long as it was.
 *
 * @returns undefined where the usage does not tell of the prompt
 */
export function usageWithWholeHistory(
  usage: Usage,
  { removed, fresh, warm, brokenFrom }: RequestBefore,
): Usage | undefined {
  const { input, cache_read: read } = usage;
  if (input === undefined) return undefined;
  const written = writes.flatMap((bucket) => {
    const tokens = usage[bucket];
    return tokens === undefined ? [] : [{ bucket, tokens }];
  });
  const allWritten = written.reduce((sum, { tokens }) => sum + tokens, 0);
  const wasRead = read ?? 0;
  const prompt = input + wasRead + allWritten + removed;
  if (prompt < 0) return undefined;
  const wasBroken = warm && brokenFrom !== undefined && prompt - fresh >= brokenFrom;
  if (allWritten === 0 && wasRead === 0 && !wasBroken) return { ...usage, input: prompt };
  const wouldRead = Math.min(prompt, warm ? Math.max(wasRead, prompt - fresh) : wasRead);
  let rest = prompt - wouldRead;
  const most = written.toSorted((left, right) => right.tokens - left.tokens)[0];
  const result: { -readonly [Bucket in keyof Usage]: Usage[Bucket] } = { ...usage };
  if (wouldRead > 0 || read !== undefined) result.cache_read = wouldRead;
  if (most === undefined || most.tokens === 0) {
    result.input = rest;
    return result;
  }
  result.input = Math.min(input, rest);
  rest -= result.input;
  for (const { bucket, tokens } of written) {
    if (bucket === most.bucket) continue;
    result[bucket] = Math.min(tokens, rest);
    rest -= Math.min(tokens, rest);
  }
  result[most.bucket] = rest;
  return result;
}
