import { HeadgateError, INTERNAL_TOKEN_HEADER } from "@headgate/contract";
import type { MiddlewareHandler } from "hono";
import { secretEquals } from "./secret-equals.ts";

/** Lets through only what comes from the gateway of this run: it alone knows the token. */
export const requireInternalToken =
  (token: string): MiddlewareHandler =>
  async (context, next) => {
    const sent = context.req.header(INTERNAL_TOKEN_HEADER);
    if (sent === undefined || !secretEquals(sent, token)) {
      throw new HeadgateError("not_allowed", "Requests reach this process through the gateway.");
    }
    await next();
  };
