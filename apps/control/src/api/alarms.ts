import { alarmListResponse, alarmTestResponse } from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers } from "./responses.ts";

const list = createRoute({
  method: "get",
  path: "/api/alarms",
  summary:
    "The configured alarms: how they stand, what was measured last, and their last messages.",
  responses: answers("The alarms, in the order of headgate.yaml.", alarmListResponse),
});

const test = createRoute({
  method: "post",
  path: "/api/alarms/{name}/test",
  summary: "Sends a test message to each of an alarm's notifiers, now and once.",
  request: { params: z.object({ name: z.string().max(64) }) },
  responses: answers("Who took it, and why others did not.", alarmTestResponse),
});

export function registerAlarms(api: OpenAPIHono, { alarms, log }: ControlDependencies): void {
  api.openapi(list, async (context) => context.json({ alarms: [...(await alarms.list())] }, 200));
  api.openapi(test, async (context) => {
    const { name } = context.req.valid("param");
    const results = [...(await alarms.test(name))];
    log.info({ alarm: name }, "alarm tested");
    return context.json({ results }, 200);
  });
}
