import type { AttemptSource } from "@headgate/contract";
import type { Ask, SqlParameters } from "../reports/ask.ts";
import { integer, integerOrNull } from "../reports/sql-values.ts";

/**
 * Sources whose calls may have no time of their own: those are dated by their file's, which another copy of the
 * file does not have, or by a job's description, which may come later.
 */
const redated: readonly AttemptSource[] = ["bedrock_batch", "openai_batch", "anthropic_batch"];

const isRedated = `source in (${redated.map((name) => `'${name}'`).join(", ")})`;

/**
 * Of `attempts`: where rows under the ids of an import are looked for. Between `$from` and `$to`, for the time of a
 * call does not change; those of sources that date calls anew between `$known_from` and `$known_to`.
 */
export const isKnownTime = `(
  started_at >= $known_from and started_at <= $known_to
  and (${isRedated} or (started_at >= $from and started_at <= $to)))`;

/**
 * The parameters of {@link isKnownTime}. Only an import that holds calls that are dated anew has the ledger searched
 * for their earlier times; of others the staged range is enough.
 *
 * @param staged `$from` and `$to`
 */
export async function knownRange(ask: Ask, staged: SqlParameters): Promise<SqlParameters> {
  const { from, to } = staged;
  if (from?.type !== "timestamp" || to?.type !== "timestamp") {
    throw new TypeError("a staged range has a beginning and an end");
  }
  const [any] = await ask(`select 1 as is_any from staged_attempts where ${isRedated} limit 1`, {});
  const [earlier] =
    any === undefined
      ? []
      : await ask(
          `select epoch_ms(min(started_at)) as first_ms, epoch_ms(max(started_at)) as last_ms
           from attempts
           where ${isRedated}
             and row_id in (select row_id from staged_attempts where ${isRedated})`,
          {},
        );
  // Times of calls are whole milliseconds, and the ends belong to the range.
  const isSeen = earlier !== undefined && integerOrNull(earlier, "first_ms") !== null;
  return {
    from,
    to,
    known_from: isSeen
      ? { type: "timestamp", ms: Math.min(from.ms, integer(earlier, "first_ms")) }
      : from,
    known_to: isSeen ? { type: "timestamp", ms: Math.max(to.ms, integer(earlier, "last_ms")) } : to,
  };
}
