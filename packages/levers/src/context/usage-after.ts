import type { Usage } from "@headgate/contract";

const writes = ["cache_write_5m", "cache_write_1h", "cache_write"] as const;

/**
 * What a request would have used with a shorter history: the way back of `usageWithWholeHistory`. What was taken away is
 * not read, nor what stands behind a place that changed with this request; that goes where the request's other new tokens
 * went.
 *
 * @param removed tokens that its history would have been shorter
 * @param rewritten tokens behind a place that changed with this request
 * @returns undefined where the usage does not tell of the prompt, or it is shorter than what would go
 */
export function usageWithShorterHistory(
  usage: Usage,
  { removed, rewritten }: Readonly<{ removed: number; rewritten: number }>,
): Usage | undefined {
  const { input, cache_read: read } = usage;
  if (input === undefined) return undefined;
  const written = writes.flatMap((bucket) => {
    const tokens = usage[bucket];
    return tokens === undefined ? [] : [{ bucket, tokens }];
  });
  const most = written.toSorted((left, right) => right.tokens - left.tokens)[0];
  const wasWritten = written.reduce((sum, { tokens }) => sum + tokens, 0);
  const wasRead = read === undefined ? 0 : read;
  const prompt = input + wasRead + wasWritten - removed;
  if (prompt < 0) return undefined;
  const reads = Math.min(prompt, Math.max(0, wasRead - removed - rewritten));
  const rest = prompt - reads;
  const result: { -readonly [Bucket in keyof Usage]: Usage[Bucket] } = { ...usage };
  if (read !== undefined) result.cache_read = reads;
  if (most === undefined || most.tokens === 0) return { ...result, input: rest };
  result.input = Math.min(input, rest);
  let left = rest - result.input;
  for (const { bucket, tokens } of written) {
    if (bucket === most.bucket) continue;
    result[bucket] = Math.min(tokens, left);
    left -= Math.min(tokens, left);
  }
  result[most.bucket] = left;
  return result;
}
