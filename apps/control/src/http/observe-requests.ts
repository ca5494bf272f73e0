import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Logger } from "pino";
import type { ControlMetrics } from "../metrics.ts";

/** Measures every answer until its head is ready and logs it; paths and headers may hold secrets, so only routes are kept. */
export const observeRequests =
  (metrics: ControlMetrics, log: Logger): MiddlewareHandler =>
  async (context, next) => {
    const start = performance.now();
    await next();
    const durationMs = performance.now() - start;
    const { method } = context.req;
    // After the chain has run, this is the route that answered: the innermost one that was entered.
    const route = routePath(context);
    const { status } = context.res;
    metrics.answered({ method: knownMethod(method), route, status, durationMs });
    log.debug({ method, route, status, duration_ms: durationMs }, "answered");
  };

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** A client may send any word as its method; a label takes only a few. */
const knownMethod = (method: string): string => (methods.has(method) ? method : "other");
