import { createSessionRequest, HeadgateError, sessionSchema } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { AdminSessions } from "../http/admin-sessions.ts";
import { answers, jsonBody } from "./responses.ts";

const show = createRoute({
  method: "get",
  path: "/api/session",
  summary: "Whether the admin key is needed here, and whether this client has shown it.",
  responses: answers("The session as it stands.", sessionSchema),
});

const open = createRoute({
  method: "post",
  path: "/api/session",
  summary: "Opens a session with the admin key; a cookie stands for it from then on.",
  request: { body: jsonBody(createSessionRequest) },
  responses: answers("The session is open.", sessionSchema),
});

const close = createRoute({
  method: "delete",
  path: "/api/session",
  summary: "Ends the session of this client.",
  responses: answers("The session is over.", sessionSchema),
});

/** How the console, which cannot keep a key safely, gets to act with the admin key. */
export function registerSession(api: OpenAPIHono, sessions: AdminSessions): void {
  api.openapi(show, (context) =>
    context.json({ required: sessions.required(), authenticated: sessions.isAdmin(context) }, 200),
  );
  api.openapi(open, (context) => {
    if (!sessions.required()) return context.json({ required: false, authenticated: true }, 200);
    if (!sessions.accepts(context.req.valid("json").admin_key, context)) {
      throw new HeadgateError("not_allowed", "The admin key is wrong.");
    }
    sessions.open(context);
    return context.json({ required: true, authenticated: true }, 200);
  });
  api.openapi(close, (context) => {
    sessions.close(context);
    const required = sessions.required();
    return context.json({ required, authenticated: !required }, 200);
  });
}
