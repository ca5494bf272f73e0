import {
  billSources,
  type ImportedSource,
  type ImportSummary,
  type Skip,
  sourceNames,
} from "@headgate/contract";
import type { Ask, SqlRow } from "../reports/ask.ts";
import { dollarsSum, integer, isoTime, text } from "../reports/sql-values.ts";
import type { ImportEnd, SourceRead } from "./import.ts";
import { namelessBillsSql } from "./same-bills-sql.ts";

const kinds = ["attempts", "bill_lines", "usage_totals", "gauges", "outcomes"] as const;

/**
 * What became of an import, out of the `arrived_…` tables that its finishing left and of what the reader
 * of its files tells.
 *
 * @param attempts the table in which each attempt lies at its `place`
 */
export async function summariseImport(
  ask: Ask,
  end: ImportEnd,
  attempts: "attempts" | "staged_attempts" = "staged_attempts",
): Promise<ImportSummary> {
  const sources = new Map(end.read.map((read) => [read.source as string, emptySource(read)]));
  const sourceOf = (row: SqlRow): ImportedSource => {
    const name = text(row, "source");
    const known = sources.get(name);
    if (known !== undefined) return known;
    const source = sourceNames.find((candidate) => candidate === name);
    if (source === undefined) throw new TypeError(`the ledger holds a source "${name}"`);
    const added = emptySource({ source, files: 0, rows: 0, skipped: 0 });
    sources.set(name, added);
    return added;
  };
  const warnings = [...end.warnings];
  const skips = [...end.skips];
  const leaveOut = (row: SqlRow, reason: Skip["reason"], detail: string): void => {
    const source = sourceOf(row);
    const count = integer(row, "row_count");
    source.skipped += count;
    const place = text(row, "example").slice(0, 1024);
    skips.push({ source: source.source, reason, count, examples: [{ reason, place, detail }] });
  };

  for (const row of await ask(arrivedSql, {})) {
    const source = sourceOf(row);
    const count = integer(row, "row_count");
    switch (text(row, "state")) {
      case "added":
        source.added += count;
        break;
      case "replaced":
        source.replaced += count;
        break;
      default:
        source.already_there += count;
    }
    source.first_at = earlier(source.first_at, isoTime(row, "first_ms"));
    source.last_at = later(source.last_at, isoTime(row, "last_ms"));
  }
  for (const row of await ask(seenElsewhereSql, {})) {
    sourceOf(row).seen_elsewhere += integer(row, "row_count");
  }
  for (const row of await ask(costsSql(attempts), {})) {
    sourceOf(row).costs.push({
      currency: text(row, "currency"),
      billed_cost: dollarsSum(row, "billed_cost_sum"),
      effective_cost: dollarsSum(row, "effective_cost_sum"),
    });
  }
  const hasBills = billSources.some((source) => sources.has(source));
  for (const sql of hasBills ? [warningsSql, namelessBillsSql] : [warningsSql]) {
    for (const row of await ask(sql, {})) {
      warnings.push({
        warning: text(row, "warning"),
        count: integer(row, "row_count"),
        example: text(row, "example"),
      });
    }
  }
  for (const row of await ask(oversizeSql, {})) {
    leaveOut(row, "amount_unreadable", "a cost has more than 26 digits before the point");
  }
  for (const row of await ask(keptOutSql, {})) {
    leaveOut(row, "statement_incomplete", keptOut(end.broken, text(row, "source")));
  }
  return { import_number: end.import, sources: [...sources.values()], skips, warnings };
}

/** What is shown of a place: a detail holds 500 characters, and the end of a path tells most. */
const MOST_OF_PLACE = 300;

function keptOut(broken: ImportEnd["broken"], source: string): string {
  const place = broken?.find((one) => one.source === source)?.place ?? "A file of the import";
  const shown = place.length > MOST_OF_PLACE ? `…${place.slice(-MOST_OF_PLACE)}` : place;
  return `${shown} could not be read to its end. The ledger's statement stays; import all files of it again, whole.`;
}

const emptySource = ({ source, files, rows, skipped }: SourceRead): ImportedSource => ({
  source,
  files,
  rows,
  added: 0,
  already_there: 0,
  replaced: 0,
  seen_elsewhere: 0,
  skipped,
  first_at: null,
  last_at: null,
  costs: [],
});

const earlier = (a: string | null, b: string): string => (a === null || b < a ? b : a);
const later = (a: string | null, b: string): string => (a === null || b > a ? b : a);

const arrivedSql = `
select source, state, count(*) as row_count,
  epoch_ms(min(happened_at)) as first_ms, epoch_ms(max(happened_at)) as last_ms
from (${kinds.map((kind) => `select source, state, happened_at from arrived_${kind}`).join(" union all ")})
where state <> 'kept_out'
group by source, state
order by source, state`;

const keptOutSql = `
select source, count(*) as row_count, min(statement) as example
from arrived_bill_lines where state = 'kept_out'
group by source order by source`;

const seenElsewhereSql = `
select source, count(*) as row_count from (
  select source from supersessions
  where row_id in (select row_id from arrived_attempts where state in ('added', 'replaced'))
  union all
  select source from arrived_bill_lines
  where stays and state in ('added', 'replaced')
    and statement in (select statement from bill_statements where counted_by is not null)
)
group by source`;

/** Of attempts, the costs that are known: what has no price is counted as unpriced by every report. */
const costsSql = (attempts: string): string => `
select source, currency,
  cast(sum(billed_cost) as varchar) as billed_cost_sum,
  cast(sum(effective_cost) as varchar) as effective_cost_sum
from (
  select source, 'USD' as currency, billed_cost, effective_cost from ${attempts}
  where billed_cost is not null and effective_cost is not null
    and rowid in (select place from arrived_attempts where state in ('added', 'replaced'))
  union all
  select source, billing_currency, billed_cost, effective_cost from staged_bill_lines
  where rowid in (
    select place from arrived_bill_lines where stays and state in ('added', 'replaced')
  )
)
group by source, currency
order by source, currency`;

/** Statements that are named by the first day of a stretch, of whatever length: a month's does not replace its days'. */
const stretchesSql = `
    select statement, source, min(charge_period_start) as first_start, max(charge_period_end) as last_end
    from bill_lines where source = 'aws_cost_explorer' group by statement, source`;

const warningsSql = `
select * from (
  select 'a row differs from the one under its id, which stays' as warning,
    count(*) as row_count, min(row_id) as example
  from arrived_attempts where state = 'differing'
  union all
  select 'a line stands in the import twice with different content, and the last counts',
    count(*), min(line_id)
  from arrived_bill_lines where state = 'differing'
  union all
  select 'an outcome stands in the import twice with different content, and the last counts',
    count(*), min(row_id)
  from arrived_outcomes where state = 'differing'
  union all
  select 'a line of an earlier load is not in the restated statement any more',
    count(*), min(statement || ' ' || line_id)
  from dropped_bill_lines
  union all
  select 'a stretch of time of Cost Explorer lies over others that the ledger has, and both count: load days or months, not both',
    count(*), min(one.statement || ' ' || other.statement)
  from (${stretchesSql}) as one join (${stretchesSql}) as other on other.source = one.source
  where one.statement < other.statement
    and one.first_start < other.last_end and one.last_end > other.first_start
    and (one.statement in (select statement from arrived_bill_lines where stays)
      or other.statement in (select statement from arrived_bill_lines where stays))
  union all
  select 'a number has more than twelve places or is too large for its column, and its text is kept beside it',
    count(*), min(line_id)
  from staged_bill_lines where exact_amounts is not null
)
where row_count > 0`;

const oversizeSql = `
select source, count(*) as row_count, min(line_id) as example
from staged_oversize group by source order by source`;
