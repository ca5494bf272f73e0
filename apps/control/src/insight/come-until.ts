import type { Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { SeriesGrain } from "@headgate/planner";
import { STEP_MS } from "./step-ms.ts";

/** Where calls came from lately says where the next ones will: what was used before that is over. */
const LATELY_MS = 28 * 86_400_000;

/** More than there are. */
const MOST_SOURCES = 1_000;

/**
 * Until when calls have come in. Those of the gateway come at once: where some lately were its, all have come. Others
 * are imported or sent when their sources please: they have come as far as the last point in which those sources had
 * a call, of whomever it was.
 *
 * @param lastMs start of the last point with a call that passes the filter
 */
export async function comeUntil(
  ledger: Pick<LedgerStore, "report">,
  {
    filter,
    grain,
    lastMs,
    toMs,
  }: Readonly<{ filter: Filter; grain: SeriesGrain; lastMs: number; toMs: number }>,
): Promise<number> {
  const behindMs = lastMs + STEP_MS[grain];
  if (behindMs >= toMs) return toMs;
  const { rows: lately } = await ledger.report("spend-by", {
    ...filter,
    from: new Date(behindMs - LATELY_MS).toISOString(),
    to: new Date(behindMs).toISOString(),
    by: "source",
    limit: MOST_SOURCES,
  });
  if (lately.some(({ group }) => group === "gateway")) return toMs;
  let untilMs = behindMs;
  for (const { group: source } of lately) {
    if (source === null) continue;
    const { rows } = await ledger.report("spend-over-time", {
      source,
      from: new Date(behindMs).toISOString(),
      to: new Date(toMs).toISOString(),
      grain,
      limit: 1,
    });
    const lastStart = rows.at(-1)?.start;
    if (lastStart !== undefined) {
      untilMs = Math.max(untilMs, Date.parse(lastStart) + STEP_MS[grain]);
    }
  }
  return untilMs;
}
