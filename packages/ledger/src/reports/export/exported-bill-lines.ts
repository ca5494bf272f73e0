import { attributionFields, type BillLine, billLineSchema } from "@headgate/contract";
import { billLineColumns } from "../../imports/bill-line-columns.ts";
import type { Reports } from "../../store.ts";
import type { Ask, SqlParameters, SqlRow } from "../ask.ts";
import { linesWithin } from "../bill-coverage.ts";
import { rangeOf } from "../scope.ts";
import { textOrNull } from "../sql-values.ts";

const kept = billLineColumns.filter(({ name }) => name !== "content_hash");

/** Every column as text, which every engine can give. */
const selected = kept
  .map(({ name, type }) => {
    if (type === "TIMESTAMP") return `cast(epoch_ms("${name}") as varchar) as "${name}"`;
    if (type === "MAP(VARCHAR, VARCHAR)") return `cast(to_json("${name}") as varchar) as "${name}"`;
    return `cast("${name}" as varchar) as "${name}"`;
  })
  .join(", ");

/** The next lines of bills that count in a range, by statement and id, with their amounts as exact as the bill has them. */
export async function exportedBillLines(
  query: Reports["exported-bill-lines"]["query"],
  ask: Ask,
): Promise<Reports["exported-bill-lines"]["result"]> {
  const { fromMs, toMs } = rangeOf(query);
  const parameters: SqlParameters = {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
    after_statement: { type: "text", text: query.after?.statement ?? "" },
    after_line: { type: "text", text: query.after?.line_id ?? "" },
    most: { type: "integer", integer: query.limit },
  };
  const rows = await ask(
    `select ${selected}
     from bill_lines
     where ${linesWithin("from", "to")} 
       and (statement > $after_statement or (statement = $after_statement and line_id > $after_line))
     order by statement, line_id
     limit $most`,
    parameters,
  );
  return rows.map(lineFrom);
}

function lineFrom(row: SqlRow): BillLine {
  const line: Record<string, unknown> = {};
  const attribution: Record<string, string> = {};
  for (const { name, type } of kept) {
    const value = textOrNull(row, name);
    if (value === null || name === "exact_amounts") continue;
    if (attributionFields.some((field) => field === name)) attribution[name] = value;
    else if (type === "TIMESTAMP") line[`${name}_ms`] = Number(value);
    else if (type === "MAP(VARCHAR, VARCHAR)") line[name] = JSON.parse(value);
    else line[name] = value;
  }
  const exact = textOrNull(row, "exact_amounts");
  return billLineSchema.parse({
    ...line,
    ...(exact === null ? {} : JSON.parse(exact)),
    attribution,
  });
}
