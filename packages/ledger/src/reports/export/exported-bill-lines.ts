import { attributionFields, type BillLine, billLineSchema } from "@headgate/contract";
import { billLineColumns } from "../../imports/bill-line-columns.ts";
import type { Reports } from "../../store.ts";
import type { Ask, SqlParameters, SqlRow } from "../ask.ts";
import { linesWithin } from "../bill-coverage.ts";
import { rangeOf } from "../scope.ts";
import { text, textOrNull } from "../sql-values.ts";

const kept = billLineColumns.filter(({ name }) => name !== "content_hash");

/** Every column as text, which every engine can give. */
const selected = kept
  .map(({ name, type }) => {
    if (type === "TIMESTAMP") return `cast(epoch_ms("${name}") as varchar) as "${name}"`;
    if (type === "MAP(VARCHAR, VARCHAR)") return `cast(to_json("${name}") as varchar) as "${name}"`;
    return `cast("${name}" as varchar) as "${name}"`;
  })
  .join(", ");

/**
 * The next lines of bills that count in a range, by statement and id, with their amounts as exact as the bill has them. Each
 * statement is read by itself: only its own lines are put in order, and no column of the others is read but its name.
 */
export async function exportedBillLines(
  query: Reports["exported-bill-lines"]["query"],
  ask: Ask,
): Promise<Reports["exported-bill-lines"]["result"]> {
  const { fromMs, toMs } = rangeOf(query);
  const range: SqlParameters = {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
  };
  const lines: BillLine[] = [];
  let statement: string | undefined =
    query.after?.statement ?? (await nextStatement("", range, ask));
  let afterLine = query.after?.line_id ?? "";
  while (statement !== undefined) {
    const rows = await ask(
      `select ${selected}
       from bill_lines
       where statement = $statement and line_id > $after_line and ${linesWithin("from", "to")}
       order by line_id
       limit $most`,
      {
        ...range,
        statement: { type: "text", text: statement },
        after_line: { type: "text", text: afterLine },
        most: { type: "integer", integer: query.limit - lines.length },
      },
    );
    for (const row of rows) lines.push(lineFrom(row));
    if (lines.length >= query.limit) return lines;
    statement = await nextStatement(statement, range, ask);
    afterLine = "";
  }
  return lines;
}

/** The first statement behind another that has lines in the range. */
async function nextStatement(
  statement: string,
  range: SqlParameters,
  ask: Ask,
): Promise<string | undefined> {
  const [row] = await ask(
    `select statement
     from bill_lines
     where statement > $statement and ${linesWithin("from", "to")}
     order by statement
     limit 1`,
    { ...range, statement: { type: "text", text: statement } },
  );
  return row === undefined ? undefined : text(row, "statement");
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
