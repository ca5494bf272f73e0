import type { MiddlewareHandler } from "hono";
import { type Lead, refuseUnlessLeading } from "./lead.ts";

/** What changes the ledger as a whole, one at a time: by the process that leads alone. */
const LEADER_ONLY = [
  /^\/api\/migration(?:\/|$)/,
  /^\/api\/imports(?:\/|$)/,
  /^\/api\/prices\/rerate$/,
  /^\/api\/sources\/[^/]+\/pull$/,
];

/** Refuses what the leader alone does where this process does not lead; what only reads is everybody's. */
export const leaderOnly =
  (lead: Lead): MiddlewareHandler =>
  async (context, next) => {
    const { method, path } = context.req;
    if (method !== "GET" && LEADER_ONLY.some((pattern) => pattern.test(path))) {
      refuseUnlessLeading(lead);
    }
    await next();
  };
