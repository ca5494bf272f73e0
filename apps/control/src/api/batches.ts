import { batchesResponse } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers } from "./responses.ts";

const list = createRoute({
  method: "get",
  path: "/api/batches",
  summary: "Work that can wait: requests by state, and the batches at providers, the latest first.",
  responses: answers("How it stands now.", batchesResponse),
});

export function registerBatches(
  api: OpenAPIHono,
  { batches }: Pick<ControlDependencies, "batches">,
): void {
  api.openapi(list, async (context) => context.json(await batches.overview(), 200));
}
