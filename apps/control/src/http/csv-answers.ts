import { csvExtentOf, csvHeaders, csvOf, csvPaths, csvRowsOf } from "@headgate/contract";
import type { MiddlewareHandler } from "hono";

/**
 * Answers tables as CSV where `format=csv` stands in the address: the same answer as in JSON, its rows laid flat.
 * How much it leaves out, which no row can say, stands in headers. A text that a spreadsheet would take for a formula stays text. Failures stay JSON.
 */
export const csvAnswers: MiddlewareHandler = async (context, next) => {
  const { raw, path } = context.req;
  const url = new URL(raw.url);
  if (url.searchParams.get("format") !== "csv" || !csvPaths.includes(path)) return next();
  // The route knows no such parameter, and what it does not know it refuses.
  url.searchParams.delete("format");
  context.req.raw = new Request(url, { method: raw.method, headers: raw.headers });
  await next();
  if (context.res.status !== 200) return;
  const answer: unknown = await context.res.json();
  const rows = csvRowsOf(path, answer);
  if (rows === undefined) return;
  const name = `${path.slice("/api/".length).replaceAll("/", "-")}.csv`;
  const { total, leftOut } = csvExtentOf(answer);
  // Hono keeps the headers of the answer before unless it is taken away first.
  context.res = undefined;
  context.res = new Response(csvOf(rows), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="headgate-${name}"`,
      ...(total !== undefined && { [csvHeaders.total]: String(total) }),
      ...(leftOut !== undefined && { [csvHeaders.leftOut]: String(leftOut) }),
    },
  });
};
