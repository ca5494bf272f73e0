import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { focusExportQuery, focusExportSummary, focusSummaryQuery } from "@headgate/contract";
import {
  type FocusExport,
  focusCsv,
  focusRows,
  summariseFocusExport,
  writeFocusParquet,
} from "@headgate/sources";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { bodyStream } from "./body-stream.ts";
import { priceProvidersOf } from "./price-providers.ts";
import { lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers, failure } from "./responses.ts";

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
} as const;

const focus = createRoute({
  method: "get",
  path: "/api/export/focus",
  summary:
    "What a range cost in FOCUS 1.2, each dollar once: lines of bills, and the ledger's own estimate of calls that no bill covers.",
  request: { query: lengthBounded(rangeOrdered(focusExportQuery.strict())) },
  responses: {
    200: {
      description: "The rows, as they are read; an answer that breaks off is not whole.",
      content: {
        "text/csv": { schema: z.string() },
        "application/vnd.apache.parquet": { schema: z.string().meta({ format: "binary" }) },
      },
    },
    default: failure,
  },
});

const summary = createRoute({
  method: "get",
  path: "/api/export/focus/summary",
  summary: "What the rows of such an export come to, and what is in none of them.",
  request: { query: lengthBounded(rangeOrdered(focusSummaryQuery.strict())) },
  responses: answers("The summary.", focusExportSummary),
});

/** Reports that leave the house as files. */
export function registerExports(
  api: OpenAPIHono,
  { ledger, config, log }: Pick<ControlDependencies, "ledger" | "config" | "log">,
): void {
  const questionOf = (
    query: Readonly<{ from: string; to: string; simulated?: boolean | undefined }>,
  ): FocusExport => ({
    from: query.from,
    to: query.to,
    simulated: query.simulated === true,
    providers: priceProvidersOf(config()),
  });

  api.openapi(focus, (context) => {
    const { format, ...query } = context.req.valid("query");
    const name = `headgate-focus-${query.from.slice(0, 10)}.${format}`;
    const headers = {
      "content-type": mediaTypes[format],
      "content-disposition": `attachment; filename="${name}"`,
    };
    if (context.req.method === "HEAD") return new Response(null, { headers });
    const rows = focusRows(ledger, questionOf(query));
    const pieces = format === "csv" ? focusCsv(rows) : parquetOf(rows);
    const body = bodyStream(pieces, (error) => log.error({ err: error }, "an export broke off"));
    return new Response(body, { headers });
  });
  api.openapi(summary, async (context) =>
    context.json(await summariseFocusExport(ledger, questionOf(context.req.valid("query"))), 200),
  );
}

async function* parquetOf(rows: ReturnType<typeof focusRows>): AsyncIterable<Uint8Array> {
  const { path, remove } = await writeFocusParquet(rows, tmpdir());
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } finally {
    await remove();
  }
}
