import type { BatchResult, BatchStanding } from "./batch-api.ts";

/** A result, with the line it stood in. */
export type PlacedResult = Readonly<{ line: number; result: BatchResult }>;

/**
 * Each request once: the first line counts, others are `doubled`; with `expected`, a line of another id is
 * `unreadable`, and what no line tells of comes last: as expired or cancelled where the batch is, else missing.
 */
export async function* tellApart(
  results: AsyncIterable<PlacedResult>,
  state: BatchStanding["state"],
  expected?: ReadonlySet<string>,
): AsyncGenerator<BatchResult> {
  const seen = new Set<string>();
  for await (const { line, result } of results) {
    if (result.kind === "unreadable") {
      yield result;
      continue;
    }
    const { customId } = result;
    if (seen.has(customId)) yield { kind: "doubled", customId, line };
    else if (expected !== undefined && !expected.has(customId)) {
      yield { kind: "unreadable", line, reason: "its id is none of the batch's" };
    } else {
      seen.add(customId);
      yield result;
    }
  }
  if (expected === undefined) return;
  const rest = state === "expired" || state === "cancelled" ? state : "missing";
  for (const customId of expected) if (!seen.has(customId)) yield { kind: rest, customId };
}
