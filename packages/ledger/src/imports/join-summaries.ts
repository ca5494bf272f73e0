import type { ImportedSource, ImportSummary } from "@headgate/contract";

const MOST_EXAMPLES = 5;
/** Kinds of warnings that are told apart over a day; more are one kind. */
const MOST_WARNINGS = 100;

/**
 * What several imports made, told as one: counts are added, times reach from the first to the last. Their costs are
 * not: a line that a later one restated would be in them twice.
 */
export function joinSummaries(
  before: ImportSummary | undefined,
  made: ImportSummary,
): ImportSummary {
  const sources = new Map<string, ImportedSource>();
  for (const source of [...(before?.sources ?? []), ...made.sources]) {
    const known = sources.get(source.source);
    sources.set(source.source, { ...(known ? added(known, source) : source), costs: [] });
  }
  return {
    import_number: made.import_number,
    joined: (before?.joined ?? 0) + 1,
    sources: [...sources.values()],
    skips: joinSkips([...(before?.skips ?? []), ...made.skips]),
    warnings: joinWarnings([...(before?.warnings ?? []), ...made.warnings]),
  };
}

const added = (left: ImportedSource, right: ImportedSource): ImportedSource => ({
  source: left.source,
  files: left.files + right.files,
  rows: left.rows + right.rows,
  added: left.added + right.added,
  already_there: left.already_there + right.already_there,
  replaced: left.replaced + right.replaced,
  seen_elsewhere: left.seen_elsewhere + right.seen_elsewhere,
  skipped: left.skipped + right.skipped,
  first_at: [left.first_at, right.first_at].filter((at) => at !== null).sort()[0] ?? null,
  last_at:
    [left.last_at, right.last_at]
      .filter((at) => at !== null)
      .sort()
      .at(-1) ?? null,
  costs: [],
});

function joinSkips(skips: ImportSummary["skips"]): ImportSummary["skips"] {
  const byReason = new Map<string, ImportSummary["skips"][number]>();
  for (const skip of skips) {
    const key = `${skip.source} ${skip.reason}`;
    const known = byReason.get(key);
    byReason.set(
      key,
      known === undefined
        ? skip
        : {
            ...skip,
            count: known.count + skip.count,
            examples: [...known.examples, ...skip.examples].slice(0, MOST_EXAMPLES),
          },
    );
  }
  return [...byReason.values()];
}

function joinWarnings(warnings: ImportSummary["warnings"]): ImportSummary["warnings"] {
  const byKind = new Map<string, ImportSummary["warnings"][number]>();
  for (const one of warnings) {
    const isTold = byKind.has(one.warning) || byKind.size < MOST_WARNINGS;
    const warning = isTold ? one.warning : "Other contradictions.";
    const count = (byKind.get(warning)?.count ?? 0) + one.count;
    byKind.set(warning, { warning, count, example: byKind.get(warning)?.example ?? one.example });
  }
  return [...byKind.values()];
}
