import type { Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { SeriesGrain } from "@headgate/planner";
import { STEP_MS } from "./step-ms.ts";

const DAY_MS = 86_400_000;
/** Where calls came from lately says where the next ones will: what was used before that is over. */
const LATELY_DAYS = 28;
const LATELY_MS = LATELY_DAYS * DAY_MS;
/** A source with calls on so many of these days is waited for: five in a week. */
const REGULAR_DAYS = 20;
/** A source that is silent for longer, and for twice its longest gap, is over: a pull may fail over a weekend. */
const PATIENCE_MS = 4 * DAY_MS;

/** More than there are. */
const MOST_SOURCES = 1_000;

type Ledger = Pick<LedgerStore, "report">;
type Asked = Readonly<{ source: string; grain: SeriesGrain; toMs: number }>;
type Question = Readonly<{
  filter: Filter;
  grain: SeriesGrain;
  lastMs: number;
  toMs: number;
  nowMs: number;
}>;

/** How far the calls of a source have come in. */
type Come = Readonly<{
  /** The end of its last point with a call; undefined where it has none lately. */
  untilMs: number | undefined;
  /** Whether it brings calls as good as every day, and has not stopped. */
  isWaitedFor: boolean;
}>;

/**
 * Until when calls have come in. Those of the gateway come at once; others are imported or sent when their sources
 * please. A point is known when every source that brings calls as good as daily, and still does, has come so far: the calls
 * of the others are a part of it. Where there is no such source, all have come where some lately were the gateway's, and
 * else as far as the last point in which one of the sources had a call, of whomever it was.
 *
 * A past range is judged by all that has come since, not by what had come at its end: what was late then is there now.
 *
 * @param lastMs start of the last point with a call that passes the filter
 */
export async function comeUntil(
  ledger: Ledger,
  { filter, grain, lastMs, toMs, nowMs }: Question,
): Promise<number> {
  const nowEndsMs = Math.max(toMs, Math.floor(nowMs / STEP_MS[grain]) * STEP_MS[grain]);
  const behindMs = lastMs + STEP_MS[grain];
  const { rows: lately } = await ledger.report("spend-by", {
    ...filter,
    from: new Date(behindMs - LATELY_MS).toISOString(),
    to: new Date(behindMs).toISOString(),
    by: "source",
    limit: MOST_SOURCES,
  });
  const imported = lately.flatMap(({ group }) =>
    group === null || group === "gateway" ? [] : [group],
  );
  const come: Come[] = [];
  for (const source of imported) {
    come.push(await comeFrom(ledger, { source, grain, toMs: nowEndsMs }));
  }
  const waitedFor = come.flatMap(({ isWaitedFor, untilMs }) =>
    isWaitedFor && untilMs !== undefined ? [untilMs] : [],
  );
  if (waitedFor.length > 0) return Math.min(toMs, ...waitedFor);
  if (lately.some(({ group }) => group === "gateway")) return toMs;
  return Math.min(toMs, Math.max(behindMs, ...come.flatMap(({ untilMs }) => untilMs ?? [])));
}

async function comeFrom(ledger: Ledger, { source, grain, toMs }: Asked): Promise<Come> {
  const lastDayEndsMs = Math.ceil(toMs / DAY_MS) * DAY_MS;
  const days = await startsOf(ledger, {
    source,
    grain: "day",
    fromMs: lastDayEndsMs - LATELY_MS,
    toMs,
  });
  const last = days.at(-1);
  if (last === undefined) return { untilMs: undefined, isWaitedFor: false };
  const longestGapMs = Math.max(
    ...days.map((startMs, index) => startMs - (days[index - 1] ?? startMs)),
  );
  const isOver = toMs - (last + DAY_MS) > Math.max(2 * longestGapMs, PATIENCE_MS);
  const points =
    grain === "day" ? days : await startsOf(ledger, { source, grain, fromMs: last, toMs });
  const lastPoint = points.at(-1);
  return {
    untilMs: lastPoint === undefined ? undefined : lastPoint + STEP_MS[grain],
    isWaitedFor: days.length >= REGULAR_DAYS && !isOver,
  };
}

/** Starts of the days or hours in which a source had calls. */
async function startsOf(
  ledger: Ledger,
  { source, grain, fromMs, toMs }: Asked & Readonly<{ fromMs: number }>,
): Promise<readonly number[]> {
  const { rows } = await ledger.report("spend-over-time", {
    source,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    grain,
    limit: 1,
  });
  return rows.map(({ start }) => Date.parse(start));
}
