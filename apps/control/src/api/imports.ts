import {
  beginImportRequest,
  finishImportRequest,
  importBatchRequest,
  importBatchResponse,
  importSummarySchema,
  importsQuery,
  importsResponse,
  importUnderWay,
  pullStatusSchema,
  sourcesResponse,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { sourceStates } from "../imports/source-states.ts";
import { answers, jsonBody } from "./responses.ts";

const params = z.object({ id: z.string().max(100) });

const begin = createRoute({
  method: "post",
  path: "/api/imports",
  summary:
    "Begins an import. Nothing of it holds before it is finished. One import at a time; one that is silent for a minute is given up for the next.",
  request: { body: jsonBody(beginImportRequest) },
  responses: answers("The import's id.", importUnderWay),
});

const add = createRoute({
  method: "post",
  path: "/api/imports/{id}/batches",
  summary:
    "Adds records to an import; Headgate prices and labels them. A batch that is sent again under its number changes nothing.",
  request: { params, body: jsonBody(importBatchRequest) },
  responses: answers("The number of the batch.", importBatchResponse),
});

const finish = createRoute({
  method: "post",
  path: "/api/imports/{id}/finish",
  summary: "Makes all of an import hold at once. Finishing again answers the same.",
  request: { params, body: jsonBody(finishImportRequest) },
  responses: answers("What became of it.", importSummarySchema),
});

const abandon = createRoute({
  method: "delete",
  path: "/api/imports/{id}",
  summary: "Drops an import that is not finished; nothing of it is left.",
  request: { params },
  responses: answers("It is dropped.", importUnderWay),
});

const list = createRoute({
  method: "get",
  path: "/api/imports",
  summary:
    "The imports that hold, newest first, each with what became of it; those of a pull or a receiver are one a day.",
  request: { query: importsQuery },
  responses: answers("A page of imports.", importsResponse),
});

const sources = createRoute({
  method: "get",
  path: "/api/sources",
  summary:
    "What came in from each source, how old the newest of it is, and what was skipped; how pulls stand, and what was received.",
  responses: answers("The sources.", sourcesResponse),
});

const pull = createRoute({
  method: "post",
  path: "/api/sources/{name}/pull",
  summary:
    "Begins a pull of a configured source now, before its time; one that is under way goes on. Its end is told by GET /api/sources.",
  request: { params: z.object({ name: z.string().max(64) }) },
  responses: answers("How the pull stands.", pullStatusSchema),
});

export function registerImports(
  api: OpenAPIHono,
  { importDesk, ledger, nowMs, pulls, received, log }: ControlDependencies,
): void {
  api.openapi(begin, async (context) =>
    context.json({ id: await importDesk.begin(context.req.valid("json")) }, 200),
  );
  api.openapi(add, async (context) => {
    const { id } = context.req.valid("param");
    const { sequence, attempts, bill_lines, usage_totals, gauges, outcomes } =
      context.req.valid("json");
    await importDesk.add(id, sequence, {
      attempts,
      billLines: bill_lines,
      usageTotals: usage_totals,
      gauges,
      outcomes,
    });
    return context.json({ sequence }, 200);
  });
  api.openapi(finish, async (context) => {
    const { id } = context.req.valid("param");
    return context.json(await importDesk.finish(id, context.req.valid("json")), 200);
  });
  api.openapi(abandon, async (context) => {
    const { id } = context.req.valid("param");
    await importDesk.abandon(id);
    return context.json({ id }, 200);
  });
  api.openapi(list, async (context) => {
    const { before, limit } = context.req.valid("query");
    const imports = await ledger.imports({ limit, ...(before !== undefined && { before }) });
    return context.json(
      {
        imports: imports.map((one) => ({
          import: one.import,
          started_at: new Date(one.startedAtMs).toISOString(),
          finished_at: new Date(one.finishedAtMs).toISOString(),
          named: [...one.named],
          summary: one.summary,
        })),
        next: imports.length < limit ? null : (imports.at(-1)?.import ?? null),
      },
      200,
    );
  });
  api.openapi(sources, async (context) =>
    context.json(
      {
        sources: [...(await sourceStates(ledger, nowMs()))],
        pulls: [...(await pulls.list())],
        received: [...(await received.list())],
      },
      200,
    ),
  );
  api.openapi(pull, async (context) => {
    const { name } = context.req.valid("param");
    const status = await pulls.pull(name);
    log.info({ source: name }, "a pull was asked for");
    return context.json(status, 200);
  });
}
