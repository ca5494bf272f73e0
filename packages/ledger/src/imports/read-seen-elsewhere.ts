import { type AttemptSource, attemptSources, type SeenElsewhere } from "@headgate/contract";
import type { Ask } from "../reports/ask.ts";
import { text, textOrNull } from "../reports/sql-values.ts";

/**
 * All rows of the calls that the rows of a call are about, its own among them, where several sources saw
 * one: first those that count, then the others by id.
 */
export async function readSeenElsewhere(ask: Ask, id: string): Promise<readonly SeenElsewhere[]> {
  const [any] = await ask("select 1 as is_any from supersessions limit 1", {});
  if (any === undefined) return [];
  const rows = await ask(
    `with own as (
       select row_id from attempts where call_id = $id
       union
       select row_id from attempts where client_call_id = $id
     ),
     counted as (
       select row_id from own where row_id in (select by_row_id from supersessions)
       union
       select by_row_id from supersessions where row_id in (select row_id from own)
     ),
     seen as (
       select row_id, by_row_id, by_source from supersessions
       where by_row_id in (select row_id from counted)
       union all
       select row_id, null, null from counted
     )
     select attempts.row_id as row_id, call_id, source, by_row_id, by_source
     from attempts join seen on seen.row_id = attempts.row_id
     order by by_row_id is not null, attempts.row_id`,
    { id: { type: "text", text: id } },
  );
  return rows.map((row) => {
    const by = textOrNull(row, "by_row_id");
    return {
      row_id: text(row, "row_id"),
      call_id: text(row, "call_id"),
      source: sourceFrom(text(row, "source")),
      ...(by === null
        ? {}
        : { counted_by: { row_id: by, source: sourceFrom(text(row, "by_source")) } }),
    };
  });
}

function sourceFrom(word: string): AttemptSource {
  const source = attemptSources.find((known) => known === word);
  if (source === undefined) throw new TypeError(`the ledger holds a source "${word}"`);
  return source;
}
