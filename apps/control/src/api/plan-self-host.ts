import { selfHostPlanReport, selfHostPlanRequest } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { planSelfHosting, type SelfHostingRoom } from "../plans/plan-self-hosting.ts";
import { answers, jsonBody } from "./responses.ts";

const selfHostRoute = createRoute({
  method: "post",
  path: "/api/plan/self-host",
  summary:
    "Hosting an open model on machines of one's own against the cheapest API with the same weights: a month both ways with its range, the break-even volume, what would turn the answer. Nothing is applied.",
  request: { body: jsonBody(selfHostPlanRequest) },
  responses: answers("The plan, or every reason why there is none.", selfHostPlanReport),
});

/** Plans of capacity: self-hosting. */
export function registerPlanSelfHost(api: OpenAPIHono, dependencies: SelfHostingRoom): void {
  api.openapi(selfHostRoute, async (context) =>
    context.json(await planSelfHosting(dependencies, context.req.valid("json")), 200),
  );
}
