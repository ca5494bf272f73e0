import type { Reports } from "../../store.ts";
import type { Ask, SqlParameters } from "../ask.ts";
import { rangeOf } from "../scope.ts";
import { integer } from "../sql-values.ts";

type Slice = Reports["export-slices"]["result"][number];

const DAY_MS = 86_400_000;

/**
 * Which stretches of a range can be read one after the other, each with a bounded number of attempts? Days
 * (UTC) are put together while they fit; a day with more than fit is cut between minutes. A single minute is
 * never cut.
 */
export async function exportSlices(
  query: Reports["export-slices"]["query"],
  ask: Ask,
): Promise<Reports["export-slices"]["result"]> {
  const { fromMs, toMs } = rangeOf(query);
  const days = await counted("day", { from: fromMs, to: toMs }, ask);
  const stretches: Counted[] = [];
  for (const day of days) {
    if (day.attempts <= query.most) stretches.push(day);
    else {
      const range = {
        from: Math.max(day.startMs, fromMs),
        to: Math.min(day.startMs + DAY_MS, toMs),
      };
      stretches.push(...(await counted("minute", range, ask)));
    }
  }
  return packed(stretches, query.most, { fromMs, toMs });
}

type Counted = Readonly<{ startMs: number; attempts: number }>;

async function counted(
  grain: "day" | "minute",
  range: Readonly<{ from: number; to: number }>,
  ask: Ask,
): Promise<readonly Counted[]> {
  const parameters: SqlParameters = {
    from: { type: "timestamp", ms: range.from },
    to: { type: "timestamp", ms: range.to },
  };
  const rows = await ask(
    `select epoch_ms(date_trunc('${grain}', started_at)) as start_ms, count(*) as attempt_count
     from attempts
     where started_at >= $from and started_at < $to
     group by start_ms
     order by start_ms`,
    parameters,
  );
  return rows.map((row) => ({
    startMs: integer(row, "start_ms"),
    attempts: integer(row, "attempt_count"),
  }));
}

function packed(
  stretches: readonly Counted[],
  most: number,
  range: Readonly<{ fromMs: number; toMs: number }>,
): Slice[] {
  const starts: number[] = [];
  let held = 0;
  for (const { startMs, attempts } of stretches) {
    if (starts.length === 0 || held + attempts > most) {
      starts.push(Math.max(startMs, range.fromMs));
      held = 0;
    }
    held += attempts;
  }
  return starts.map((fromMs, index) => ({
    from: new Date(fromMs).toISOString(),
    to: new Date(starts[index + 1] ?? range.toMs).toISOString(),
  }));
}
