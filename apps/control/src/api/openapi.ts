import type { OpenAPIHono } from "@hono/zod-openapi";
import { version } from "../version.ts";

/** Describes every declared route at `/api/openapi.json`. */
export function registerOpenApi(api: OpenAPIHono): void {
  let document: ReturnType<OpenAPIHono["getOpenAPI31Document"]> | undefined;
  api.get("/api/openapi.json", (context) => {
    document ??= describe(api);
    return context.json(document);
  });
}

const describe = (api: OpenAPIHono) =>
  api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Headgate management API",
      version,
      description:
        "Reports, calls, keys and prices of one Headgate. Money is a decimal string of US dollars with twelve places; times are ISO 8601 with offset.",
    },
  });
