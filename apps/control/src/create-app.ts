import { randomUUID } from "node:crypto";
import { GATEWAY_URL_HEADER, HeadgateError } from "@headgate/contract";
import { OpenAPIHono } from "@hono/zod-openapi";
import { registerApi } from "./api/register-api.ts";
import { registerFaces } from "./batch/faces/register-faces.ts";
import { registerConsole } from "./console/register-console.ts";
import type { ControlDependencies } from "./dependencies.ts";
import { createAdminSessions } from "./http/admin-sessions.ts";
import { asHeadgateError, errorAnswer } from "./http/api-error.ts";
import { requireInternalToken } from "./http/internal-token.ts";
import { observeRequests } from "./http/observe-requests.ts";
import { refuseInvalid } from "./http/request-faults.ts";
import { guardManagement } from "./http/request-guard.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { leaderOnly } from "./leading/leader-only.ts";
import { createMetrics } from "./metrics.ts";
import { registerOtlp } from "./otlp/register-otlp.ts";

/** The HTTP face of control: wiring only. Every answer, errors included, passes the first three steps. */
export function createApp(dependencies: ControlDependencies): OpenAPIHono {
  const { config, log, nowMs, token } = dependencies;
  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  const metrics = createMetrics(dependencies);
  const sessions = createAdminSessions(config().admin_key, nowMs);

  app.onError((thrown, context) => {
    const reference = randomUUID();
    const error = asHeadgateError(thrown, reference);
    const { status, body } = errorAnswer(error);
    if (status >= 500) log.error({ err: thrown, reference, code: error.code }, "request failed");
    return context.json(body, status);
  });
  app.use(securityHeaders);
  app.use(observeRequests(metrics, log));
  app.use(requireInternalToken(token));
  app.use(async (context, next) => {
    dependencies.gateway.heard(context.req.header(GATEWAY_URL_HEADER));
    await next();
  });

  app.get("/healthz", (context) => context.json({ status: "running" }));
  app.get("/readyz", (context) => {
    if (!dependencies.isReady()) throw new HeadgateError("draining", "Control is stopping.");
    return context.json({ status: "ready" });
  });
  app.use("/metrics", guardManagement(config().listen.host, sessions));
  app.get("/metrics", async (context) =>
    context.body(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
  app.use(leaderOnly(dependencies.lead));
  registerOtlp(app, dependencies, sessions);
  registerFaces(app, dependencies.batchFaces, dependencies.storesHold);
  registerApi(app, dependencies, sessions);
  registerConsole(app, dependencies.consoleDirectory);
  return app;
}
