import { type ChargeRevision, chargeRevisionSchema } from "@headgate/contract";
import { revisedColumnNames } from "./columns.ts";
import type { Ask, SqlRow } from "./reports/ask.ts";
import { amountOrNull, integerOrNull, text, textOrNull } from "./reports/sql-values.ts";

const charge = (table: string): string => `${table}.confidence,
  cast(${table}.list_cost as varchar) as list_text,
  cast(${table}.contracted_cost as varchar) as contracted_text,
  cast(${table}.effective_cost as varchar) as effective_text,
  cast(${table}.billed_cost as varchar) as billed_text,
  ${table}.charge_lines, ${table}.charge_reason,
  cast(${table}.baseline_cost as varchar) as baseline_text`;

/**
 * Every charge that the re-rated attempts of a call had: as recorded, then re-rating by re-rating.
 * @param which a condition over `attempts` that finds those of the call `$id`
 */
export async function readChargeRevisions(
  ask: Ask,
  which: string,
  id: string,
): Promise<readonly ChargeRevision[]> {
  const rows = await ask(
    `with asked as (
       select attempt, row_id, ${revisedColumnNames.join(", ")} from attempts
       where ${which}
     ),
     held as (
       select revisions.*, applied_at, price_book
       from revisions join reratings on revisions.rerating = reratings.number
       where applied_at is not null and row_id in (select row_id from asked)
     )
     select * from (
     select attempt, asked.row_id as row_id, null as rerating, null as applied_ms, null as price_book,
       ${charge("asked")}
     from asked where row_id in (select row_id from held)
     union all
     select attempt, held.row_id, rerating, epoch_ms(applied_at), price_book, ${charge("held")}
     from held join asked on held.row_id = asked.row_id
     ) as told
     order by attempt, row_id, rerating nulls first`,
    { id: { type: "text", text: id } },
  );
  return rows.map(revisionFrom);
}

function revisionFrom(row: SqlRow): ChargeRevision {
  const appliedMs = integerOrNull(row, "applied_ms");
  const reason = textOrNull(row, "charge_reason");
  return chargeRevisionSchema.parse({
    row_id: text(row, "row_id"),
    rerating: integerOrNull(row, "rerating"),
    applied_at: appliedMs === null ? null : new Date(appliedMs).toISOString(),
    price_book: textOrNull(row, "price_book"),
    charge: {
      confidence: text(row, "confidence"),
      list_cost: amountOrNull(row, "list_text"),
      contracted_cost: amountOrNull(row, "contracted_text"),
      effective_cost: amountOrNull(row, "effective_text"),
      billed_cost: amountOrNull(row, "billed_text"),
      lines: JSON.parse(text(row, "charge_lines")),
      ...(reason === null ? {} : { reason }),
    },
    baseline_cost: amountOrNull(row, "baseline_text"),
  });
}
