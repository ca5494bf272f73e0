import {
  alarmEventsResponse,
  alarmListResponse,
  alarmSnoozeRequest,
  alarmSnoozeResponse,
  alarmTestResponse,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers, jsonBody } from "./responses.ts";

const named = z.object({ name: z.string().max(64) });
/** Alarms of budgets are named after them, and longer than any that is configured: `budget-NAME-82_5`. */
const namedAlarm = z.object({ name: z.string().max(80) });

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
  request: { params: namedAlarm },
  responses: answers("Who took it, and why others did not.", alarmTestResponse),
});

const testNotifier = createRoute({
  method: "post",
  path: "/api/notifiers/{name}/test",
  summary: "Sends a test message to one notifier, now and once.",
  request: { params: named },
  responses: answers("Whether it was taken, and why not.", alarmTestResponse),
});

const events = createRoute({
  method: "get",
  path: "/api/alarms/events",
  summary: "What happened to alarms, newest first: fired, reminded, resolved, and who was told.",
  responses: answers("The last fifty of each configured alarm.", alarmEventsResponse),
});

const snooze = createRoute({
  method: "post",
  path: "/api/alarms/{name}/snooze",
  summary: "Tells nobody of an alarm for so many hours; it is measured and shown as before.",
  request: { params: namedAlarm, body: jsonBody(alarmSnoozeRequest) },
  responses: answers("Until when.", alarmSnoozeResponse),
});

export function registerAlarms(
  api: OpenAPIHono,
  { alarms, config, log }: ControlDependencies,
): void {
  api.openapi(list, async (context) => {
    const notifiers = Object.entries(config().notifiers).map(([name, { kind }]) => ({
      name,
      kind,
    }));
    return context.json({ alarms: [...(await alarms.list())], notifiers }, 200);
  });
  api.openapi(events, async (context) =>
    context.json({ events: [...(await alarms.history())] }, 200),
  );
  api.openapi(test, async (context) => {
    const { name } = context.req.valid("param");
    const results = [...(await alarms.test(name))];
    log.info({ alarm: name }, "alarm tested");
    return context.json({ results }, 200);
  });
  api.openapi(testNotifier, async (context) => {
    const { name } = context.req.valid("param");
    const results = [await alarms.testNotifier(name)];
    log.info({ notifier: name }, "notifier tested");
    return context.json({ results }, 200);
  });
  api.openapi(snooze, async (context) => {
    const { name } = context.req.valid("param");
    const untilMs = await alarms.snooze(name, context.req.valid("json").hours);
    log.info({ alarm: name, untilMs }, "alarm snoozed");
    return context.json(
      { snoozed_until: untilMs === undefined ? null : new Date(untilMs).toISOString() },
      200,
    );
  });
}
