import type { SkipReason, SourceName, SourceState } from "@headgate/contract";
import type { FinishedImport } from "@headgate/ledger";

/** What came in from each source, over all imports, in the order in which they first came. */
export function sourceStates(
  imports: readonly FinishedImport[],
  nowMs: number,
): readonly SourceState[] {
  const states = new Map<SourceName, SourceState>();
  for (const { summary, finishedAtMs } of imports) {
    for (const brought of summary.sources) {
      const before = states.get(brought.source);
      const lastAt = latest(before?.last_at, brought.last_at);
      states.set(brought.source, {
        source: brought.source,
        imports: (before?.imports ?? 0) + 1,
        last_import_at: new Date(finishedAtMs).toISOString(),
        files: brought.files + (before?.files ?? 0),
        rows: brought.rows + (before?.rows ?? 0),
        added: brought.added + (before?.added ?? 0),
        already_there: brought.already_there + (before?.already_there ?? 0),
        replaced: brought.replaced + (before?.replaced ?? 0),
        seen_elsewhere: brought.seen_elsewhere + (before?.seen_elsewhere ?? 0),
        skipped: brought.skipped + (before?.skipped ?? 0),
        first_at: earliest(before?.first_at, brought.first_at),
        last_at: lastAt,
        lag_ms: lastAt === null ? null : Math.max(0, nowMs - Date.parse(lastAt)),
        skips: withSkips(
          before?.skips ?? [],
          summary.skips.filter(({ source }) => source === brought.source),
        ),
      });
    }
  }
  return [...states.values()];
}

type Skips = SourceState["skips"];

function withSkips(before: Skips, more: Skips): Skips {
  const counts = new Map<SkipReason, number>();
  for (const { reason, count } of [...before, ...more]) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

type Moment = string | null | undefined;

const earliest = (left: Moment, right: Moment): string | null =>
  chosen(left, right, (a, b) => Date.parse(a) <= Date.parse(b));

const latest = (left: Moment, right: Moment): string | null =>
  chosen(left, right, (a, b) => Date.parse(a) >= Date.parse(b));

function chosen(
  left: Moment,
  right: Moment,
  isLeft: (left: string, right: string) => boolean,
): string | null {
  if (left === null || left === undefined) return right ?? null;
  if (right === null || right === undefined) return left;
  return isLeft(left, right) ? left : right;
}
