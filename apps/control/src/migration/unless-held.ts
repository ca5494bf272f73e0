import type { MiddlewareHandler } from "hono";
import { HELD_RETRY_AFTER_MS, type StoresHold } from "./stores-hold.ts";

/** What of the management API would stay behind in stores that were copied for the last time. */
const STAYS_BEHIND = [
  /^\/api\/keys(?:\/|$)/,
  /^\/api\/alarms\/[^/]+\/snooze$/,
  /^\/api\/recommendations\//,
  /^\/api\/imports(?:\/|$)/,
  /^\/api\/prices\/rerate$/,
  /^\/api\/feedback$/,
];

/** Counts what changes the stores while it is under way, and refuses it while they are held; what only reads goes on. */
export const unlessHeld =
  (hold: StoresHold): MiddlewareHandler =>
  async (context, next) => {
    const { method } = context.req;
    if (method === "GET" || method === "HEAD") return next();
    if (hold.isHeld()) {
      context.header("retry-after", String(Math.ceil(HELD_RETRY_AFTER_MS / 1_000)));
    }
    await hold.during(next);
  };

/** The same for those paths of the management API whose changes lie in the stores. */
export const managementUnlessHeld = (hold: StoresHold): MiddlewareHandler => {
  const refuse = unlessHeld(hold);
  return async (context, next) =>
    STAYS_BEHIND.some((pattern) => pattern.test(context.req.path)) ? refuse(context, next) : next();
};
