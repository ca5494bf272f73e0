import {
  beginImportRequest,
  finishImportRequest,
  importBatchRequest,
  importBatchResponse,
  importSummarySchema,
  importsResponse,
  importUnderWay,
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
  summary: "The imports that hold, oldest first, each with what became of it.",
  responses: answers("The imports.", importsResponse),
});

const sources = createRoute({
  method: "get",
  path: "/api/sources",
  summary: "What came in from each source, how old the newest of it is, and what was skipped.",
  responses: answers("The sources.", sourcesResponse),
});

export function registerImports(
  api: OpenAPIHono,
  { importDesk, ledger, nowMs }: ControlDependencies,
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
    const imports = await ledger.imports();
    return context.json(
      {
        imports: imports.map((one) => ({
          import: one.import,
          started_at: new Date(one.startedAtMs).toISOString(),
          finished_at: new Date(one.finishedAtMs).toISOString(),
          named: [...one.named],
          summary: one.summary,
        })),
      },
      200,
    );
  });
  api.openapi(sources, async (context) => {
    const states = sourceStates(await ledger.imports(), nowMs());
    return context.json({ sources: [...states] }, 200);
  });
}
