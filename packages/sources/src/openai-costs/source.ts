import { type JsonObject, objectOrAbsent } from "@headgate/providers";
import { AnsweredDays } from "../admin-api/answered-days.ts";
import { headResults } from "../admin-api/head-results.ts";
import { readBuckets } from "../admin-api/read-buckets.ts";
import { looksLikeTable } from "../read/looks-like-table.ts";
import { decimalOf } from "../read/number-text.ts";
import { skipAt } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import { sampleColumns } from "../read/sample-content.ts";
import { textIn } from "../records/record-values.ts";
import { inBatches } from "../row/found-batches.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { costLine } from "./cost-line.ts";

/**
 * Saved answers of OpenAI's costs API (https://platform.openai.com/docs/api-reference/usage/costs), and its
 * dashboard's CSV: a bill by day. Amounts are dollars with more digits than a double has: the number's text is read.
 */
export const openaiCosts: Source = {
  name: "openai_costs",
  title: "OpenAI's costs",
  detect: (sample) =>
    isCostTable(sampleColumns(sample)) || headResults(sample).some(isCost) ? "certain" : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

const isCostTable = (columns: readonly string[]): boolean =>
  ["start_time", "amount_value", "amount_currency", "line_item"].every((name) =>
    columns.includes(name),
  );

const isCost = (result: JsonObject): boolean =>
  result.object === "organization.costs.result" ||
  objectOrAbsent(result.amount)?.value !== undefined;

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  if (await looksLikeTable(file)) {
    const seen = new Map<string, number>();
    for await (const pieces of readTable(file, { ...context, shortRows: "absent" })) {
      yield pieces.flatMap((piece) =>
        piece.kind === "skip" ? piece : ofRow(piece.cells, piece.place, seen),
      );
    }
    return;
  }
  const days = new AnsweredDays();
  for await (const pieces of readBuckets(file, context)) {
    yield pieces.flatMap((piece) => {
      if (piece.kind !== "bucket") return piece;
      if (piece.results.length === 0) return [];
      const told = days.meet(piece);
      if (told.some(({ kind }) => kind === "skip")) return told;
      const lines = piece.results.flatMap((result, index) => {
        const amount = objectOrAbsent(result.amount);
        const flat = { ...result, amount_value: amount?.value, amount_currency: amount?.currency };
        return costOf(flat, piece, {
          place: `${piece.place} result ${index + 1}`,
          ordinalOf: (about) => days.ordinal(piece.startMs, about),
        });
      });
      return [...told, ...lines];
    });
  }
}

function ofRow(
  cells: Readonly<Record<string, string>>,
  place: string,
  seen: Map<string, number>,
): readonly Found[] {
  if (cells.amount_value === undefined && cells.line_item === undefined) {
    return [skipAt("not_a_call", place, "A day without costs.")];
  }
  const startMs = timeMsOf(cells.start_time) ?? timeMsOf(cells.start_time_iso);
  const endMs = timeMsOf(cells.end_time) ?? timeMsOf(cells.end_time_iso);
  if (startMs === undefined || endMs === undefined) {
    return [skipAt("time_unreadable", place, "start_time, end_time")];
  }
  const ordinalOf = (about: string): number => {
    const key = `${startMs} ${about}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return ordinal;
  };
  return costOf(cells, { startMs, endMs }, { place, ordinalOf });
}

function costOf(
  value: JsonObject,
  { startMs, endMs }: Readonly<{ startMs: number; endMs: number }>,
  { place, ordinalOf }: { place: string; ordinalOf: (about: string) => number },
): readonly Found[] {
  const amount = decimalOf(value.amount_value);
  if (amount === undefined) return [skipAt("amount_unreadable", place, "amount.value")];
  const currency = textIn(value.amount_currency)?.toUpperCase();
  if (currency === undefined) return [skipAt("currency_missing", place, "amount.currency")];
  const about = {
    lineItem: textIn(value.line_item),
    quantityUnit: textIn(value.quantity_unit),
    organizationId: textIn(value.organization_id),
    projectId: textIn(value.project_id),
    apiKeyId: textIn(value.api_key_id),
    userId: textIn(value.user_id),
  };
  const { line, problems } = costLine({
    ...about,
    startMs,
    endMs,
    amount,
    currency,
    quantity: decimalOf(value.quantity),
    organizationName: textIn(value.organization_name),
    projectName: textIn(value.project_name),
    userEmail: textIn(value.user_email),
    ordinal: ordinalOf(JSON.stringify(about)),
  });
  return [
    { kind: "bill_line", line },
    ...problems.map((warning) => ({ kind: "warning", warning, place }) as const),
  ];
}
