import type { SkipReason, SourceName, SourceState } from "@headgate/contract";
import type { FinishedImport, LedgerStore } from "@headgate/ledger";
import { newestImports } from "./newest-imports.ts";

/** What came in from each source, over all imports, in the order in which they first came. */
export async function sourceStates(
  ledger: Pick<LedgerStore, "imports">,
  nowMs: number,
): Promise<readonly SourceState[]> {
  // The one that came last stands first, for the imports are read from the newest.
  const states = new Map<SourceName, SourceState>();
  for await (const one of newestImports(ledger)) addImport(states, one, nowMs);
  return [...states.values()].reverse();
}

function addImport(
  states: Map<SourceName, SourceState>,
  { summary, finishedAtMs }: FinishedImport,
  nowMs: number,
): void {
  for (const brought of summary.sources.toReversed()) {
    const known = states.get(brought.source);
    const lastAt = latest(known?.last_at, brought.last_at);
    states.delete(brought.source);
    states.set(brought.source, {
      source: brought.source,
      imports: (known?.imports ?? 0) + (summary.joined ?? 1),
      last_import_at: known?.last_import_at ?? new Date(finishedAtMs).toISOString(),
      files: brought.files + (known?.files ?? 0),
      rows: brought.rows + (known?.rows ?? 0),
      added: brought.added + (known?.added ?? 0),
      already_there: brought.already_there + (known?.already_there ?? 0),
      replaced: brought.replaced + (known?.replaced ?? 0),
      seen_elsewhere: brought.seen_elsewhere + (known?.seen_elsewhere ?? 0),
      skipped: brought.skipped + (known?.skipped ?? 0),
      first_at: earliest(known?.first_at, brought.first_at),
      last_at: lastAt,
      lag_ms: lastAt === null ? null : Math.max(0, nowMs - Date.parse(lastAt)),
      skips: withSkips(
        known?.skips ?? [],
        summary.skips.filter(({ source }) => source === brought.source),
      ),
    });
  }
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
