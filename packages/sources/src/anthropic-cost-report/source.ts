import type { JsonObject } from "@headgate/providers";
import { AnsweredDays } from "../admin-api/answered-days.ts";
import { headResults } from "../admin-api/head-results.ts";
import { readBuckets } from "../admin-api/read-buckets.ts";
import { multiplyDecimals } from "../bill/decimal-sum.ts";
import { looksLikeTable } from "../read/looks-like-table.ts";
import { decimalOf } from "../read/number-text.ts";
import { skipAt } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import { sampleColumns } from "../read/sample-content.ts";
import type { TableRow } from "../read/table-row.ts";
import { textIn } from "../records/record-values.ts";
import { inBatches } from "../row/found-batches.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { type Cost, costLine } from "./cost-line.ts";
import { unknownColumns } from "./csv-columns.ts";

const DAY_MS = 86_400_000;
const DOLLARS_A_CENT = "0.01";

/**
 * Pages behind each other in one file are of one answer, up to one that says that no more follow: a bucket that goes on
 * on the next page is added, and one that stands there twice, with the same results, counts once. Behind it, and in
 * files of their own, pages are of later answers, which restate their days.
 *
 * Saved answers of Anthropic's cost report
 * (https://platform.claude.com/docs/en/api/admin/cost_report, read 2026-11-28), whose amounts are cents as decimal
 * text, and the costs that its console exports as CSV, which are dollars rounded to cents. Priority Tier
 * is on neither (https://docs.anthropic.com/en/api/usage-cost-api, read 2026-11-28).
 */
export const anthropicCostReport: Source = {
  name: "anthropic_cost_report",
  title: "Anthropic's cost report",
  detect: (sample) =>
    isCostTable(sampleColumns(sample)) || headResults(sample).some(isCost) ? "certain" : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

const isCostTable = (columns: readonly string[]): boolean =>
  columns.includes("usage_date_utc") && columns.includes("cost_usd");

const isCost = (result: JsonObject): boolean =>
  result.amount !== undefined && typeof result.amount !== "object" && "currency" in result;

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  if (await looksLikeTable(file)) yield* readConsole(file, context);
  else yield* readReport(file, context);
}

async function* readReport(
  file: SourceFile,
  context: ReadContext,
): AsyncIterable<readonly Found[]> {
  const days = new AnsweredDays();
  for await (const pieces of readBuckets(file, context)) {
    yield pieces.flatMap((piece) => {
      if (piece.kind !== "bucket") return piece;
      if (piece.results.length === 0) return [];
      const told = days.meet(piece);
      if (told.some(({ kind }) => kind === "skip")) return told;
      const { startMs, endMs } = piece;
      const ordinalOf = (about: string): number => days.ordinal(startMs, about);
      const lines = piece.results.map((result, index) => {
        const place = `${piece.place} result ${index + 1}`;
        const cents = decimalOf(result.amount);
        if (cents === undefined) return skipAt("amount_unreadable", place, "amount");
        const currency = textIn(result.currency);
        if (currency === undefined) return skipAt("currency_missing", place, "currency");
        return lineOf(ordinalOf, {
          startMs,
          endMs,
          amount: multiplyDecimals(cents, DOLLARS_A_CENT),
          listAmount: undefined,
          currency: currency.toUpperCase(),
          description: textIn(result.description),
          costType: textIn(result.cost_type),
          tokenType: textIn(result.token_type),
          model: textIn(result.model),
          workspace: textIn(result.workspace_id),
          apiKey: textIn(result.api_key_id),
          serviceTier: textIn(result.service_tier),
          contextWindow: textIn(result.context_window),
          inferenceGeo: textIn(result.inference_geo),
          speed: textIn(result.speed),
        });
      });
      return [...told, ...lines];
    });
  }
}

async function* readConsole(
  file: SourceFile,
  context: ReadContext,
): AsyncIterable<readonly Found[]> {
  const seen = new Map<string, number>();
  const ordinalOf = (about: string): number => {
    const ordinal = seen.get(about) ?? 0;
    seen.set(about, ordinal + 1);
    return ordinal;
  };
  let told = false;
  for await (const pieces of readTable(file, { ...context, shortRows: "absent" })) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") {
        found.push(piece);
        continue;
      }
      const unknown = unknownColumns(Object.keys(piece.cells));
      if (!told && unknown.length > 0) {
        const warning = `The CSV has columns that are not read: ${unknown.join(", ").slice(0, 200)}.`;
        found.push({ kind: "warning", warning, place: file.name });
        told = true;
      }
      found.push(
        isCut(piece)
          ? skipAt("row_cut_short", piece.place, "The file ends inside of the row.")
          : ofRow(piece.cells, piece.place, ordinalOf),
      );
    }
    yield found;
  }
}

/** The console writes whole cents: an amount at the end of a file that has none is the beginning of one. */
const isCut = ({ cells, ending }: TableRow): boolean =>
  ending === "short" || (ending === "no_line_end" && !/\.\d{2}$/.test(cells.cost_usd ?? ""));

function ofRow(
  cells: Readonly<Record<string, string>>,
  place: string,
  ordinalOf: (about: string) => number,
): Found {
  const startMs = timeMsOf(`${cells.usage_date_utc} 00:00:00`) ?? timeMsOf(cells.usage_date_utc);
  if (startMs === undefined) return skipAt("time_unreadable", place, "usage_date_utc");
  const amount = decimalOf(cells.cost_usd);
  if (amount === undefined) return skipAt("amount_unreadable", place, "cost_usd");
  return lineOf(ordinalOf, {
    startMs,
    endMs: startMs + DAY_MS,
    amount,
    listAmount: decimalOf(cells.list_price_usd),
    currency: "USD",
    description: undefined,
    costType: textIn(cells.cost_type),
    tokenType: textIn(cells.token_type),
    model: textIn(cells.model),
    workspace: textIn(cells.workspace),
    apiKey: textIn(cells.api_key_id) ?? textIn(cells.api_key),
    serviceTier: textIn(cells.usage_type)?.toLowerCase(),
    contextWindow: textIn(cells.context_window),
    inferenceGeo: textIn(cells.inference_geo),
    speed: textIn(cells.speed),
  });
}

function lineOf(ordinalOf: (about: string) => number, cost: Omit<Cost, "ordinal">): Found {
  const about = JSON.stringify({ ...cost, amount: undefined, listAmount: undefined });
  return { kind: "bill_line", line: costLine({ ...cost, ordinal: ordinalOf(about) }) };
}
