import {
  HeadgateError,
  rerateJobSchema,
  rerateRequest,
  reratingsResponse,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

const start = createRoute({
  method: "post",
  path: "/api/prices/rerate",
  summary:
    "Prices history again by today's price book. A preview unless `apply` is true. Answers at once; ask for the job until it is done.",
  request: { body: jsonBody(rangeOrdered(rerateRequest)) },
  responses: answers("The job as it stands.", rerateJobSchema),
});

const find = createRoute({
  method: "get",
  path: "/api/prices/rerate/{id}",
  summary: "How far pricing again has come, and what it found.",
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: answers("The job as it stands.", rerateJobSchema),
});

const list = createRoute({
  method: "get",
  path: "/api/prices/reratings",
  summary: "The re-ratings that hold, oldest first, each with the difference that it made.",
  responses: answers("The re-ratings.", reratingsResponse),
});

export function registerRerate(
  api: OpenAPIHono,
  { ledger, rerateJobs }: ControlDependencies,
): void {
  api.openapi(start, async (context) =>
    context.json(await rerateJobs.start(context.req.valid("json")), 200),
  );
  api.openapi(find, (context) => {
    const { id } = context.req.valid("param");
    const job = rerateJobs.find(id);
    if (job === undefined) {
      throw new HeadgateError("not_found", `No job ${id} is known since this process started.`);
    }
    return context.json(job, 200);
  });
  api.openapi(list, async (context) =>
    context.json({ reratings: [...(await ledger.reratings())] }, 200),
  );
}
