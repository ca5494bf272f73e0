import {
  dialTurnedSchema,
  feedbackAnswerSchema,
  feedbackSchema,
  HeadgateError,
  INTERNAL_ROUTING_PATH,
  routingReportSchema,
  turnDialSchema,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { askGateway, gatewayBehind } from "../gateway/ask-gateway.ts";
import { answers, jsonBody } from "./responses.ts";

const report = createRoute({
  method: "get",
  path: "/api/routing",
  summary:
    "Which models calls go to: what labels certify, by pool and task, what quality costs, and how labels come.",
  responses: answers("One entry a policy's pool.", routingReportSchema),
});

const dial = createRoute({
  method: "post",
  path: "/api/routing/dial",
  summary: "Turns a policy's dial: the share of the reference's quality that is promised.",
  request: { body: jsonBody(turnDialSchema) },
  responses: answers("The promise that holds now.", dialTurnedSchema),
});

const feedback = createRoute({
  method: "post",
  path: "/api/feedback",
  summary: "Says what somebody thought of the answer to a call, to learn from.",
  request: { body: jsonBody(feedbackSchema) },
  responses: answers("Whether it is learned from, and why not.", feedbackAnswerSchema),
});

/** The choice of models. */
export function registerRouting(api: OpenAPIHono, { token }: ControlDependencies): void {
  const behind = (context: { req: { header: (name: string) => string | undefined } }) =>
    gatewayBehind((name) => context.req.header(name), token);
  api.openapi(report, async (context) => {
    const found = await askGateway(behind(context), INTERNAL_ROUTING_PATH, routingReportSchema);
    if (found === undefined) throw new HeadgateError("gateway_unreachable");
    return context.json(found, 200);
  });
  api.openapi(dial, async (context) => {
    const asked = context.req.valid("json");
    const path = `${INTERNAL_ROUTING_PATH}/dial`;
    const turned = await askGateway(behind(context), path, dialTurnedSchema, asked);
    if (turned === undefined) {
      throw new HeadgateError("not_found", `There is no policy "${asked.policy}".`);
    }
    return context.json(turned, 200);
  });
  api.openapi(feedback, async (context) => {
    const path = `${INTERNAL_ROUTING_PATH}/feedback`;
    const asked = context.req.valid("json");
    const answer = await askGateway(behind(context), path, feedbackAnswerSchema, asked);
    if (answer === undefined) throw new HeadgateError("gateway_unreachable");
    return context.json(answer, 200);
  });
}
