import {
  HeadgateError,
  liftedHoldSchema,
  migrationJobSchema,
  migrationRequest,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers, jsonBody } from "./responses.ts";

const start = createRoute({
  method: "post",
  path: "/api/migration",
  summary:
    "Copies the ledger, the state and deferred work from `stores` to `move_to` of the configuration, and compares both sides. Answers at once; ask for the job until it is done.",
  request: { body: jsonBody(migrationRequest) },
  responses: answers("The job as it stands.", migrationJobSchema),
});

const find = createRoute({
  method: "get",
  path: "/api/migration/{id}",
  summary: "How far copying the stores has come, and how both sides compare.",
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: answers("The job as it stands.", migrationJobSchema),
});

const lift = createRoute({
  method: "delete",
  path: "/api/migration/hold",
  summary:
    "Takes in again what the last copy before a move held. What is taken in then is copied by the next one.",
  responses: answers("Whether anything was held.", liftedHoldSchema),
});

export function registerMigration(
  api: OpenAPIHono,
  { migrationJobs }: Pick<ControlDependencies, "migrationJobs">,
): void {
  api.openapi(start, (context) =>
    context.json(migrationJobs.start(context.req.valid("json")), 200),
  );
  api.openapi(lift, async (context) => context.json({ lifted: await migrationJobs.lift() }, 200));
  api.openapi(find, (context) => {
    const { id } = context.req.valid("param");
    const job = migrationJobs.find(id);
    if (job === undefined) {
      throw new HeadgateError("not_found", `No job ${id} is known since this process started.`);
    }
    return context.json(job, 200);
  });
}
