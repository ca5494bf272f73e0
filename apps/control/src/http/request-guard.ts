import { HeadgateError, isLoopbackHost, isLoopbackName } from "@headgate/contract";
import type { Context, MiddlewareHandler } from "hono";
import type { AdminSessions } from "./admin-sessions.ts";

/** The host that the client asked for: the gateway passes its Host header on under this name. */
export const FORWARDED_HOST_HEADER = "x-forwarded-host";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Says who may ask the management API. With an admin key: whoever shows the key or a session. Without
 * one: only pages and programs on this machine, which a web page elsewhere must not be able to steer.
 *
 * @param listenHost what the gateway listens on since it started; a changed file does not move it
 */
export function guardManagement(listenHost: string, sessions: AdminSessions): MiddlewareHandler {
  return async (context, next) => {
    refuseOtherSites(context);
    refuseOtherOrigins(context);
    if (!sessions.required()) refuseForeignHosts(context, listenHost);
    else if (!isOpenToAll(context) && !sessions.isAdmin(context)) {
      throw new HeadgateError("not_allowed", "The admin key is missing or wrong.");
    }
    await next();
  };
}

/** Logging in and asking whether one must: the only questions without the admin key. */
const isOpenToAll = (context: Context): boolean => context.req.path === "/api/session";

/**
 * A page of another site can make a browser send requests here, and by DNS rebinding even read the
 * answers: then the Host header is that site's name.
 */
function refuseForeignHosts(context: Context, listenHost: string): void {
  if (!isLoopbackName(listenHost)) {
    throw new HeadgateError(
      "not_allowed",
      `The gateway listens on ${listenHost}, which is not loopback: set admin_key in headgate.yaml.`,
    );
  }
  const host = context.req.header(FORWARDED_HOST_HEADER);
  if (host === undefined || !isLoopbackHost(host)) {
    throw new HeadgateError(
      "not_allowed",
      "Without an admin key the Host header must be localhost or a loopback address.",
    );
  }
}

/**
 * Reading is refused to other sites as well: their pages cannot see the answers, but each question costs
 * the ledger work, and each listener one of the live feed's places. Programs send no such header.
 */
function refuseOtherSites(context: Context): void {
  if (context.req.header("sec-fetch-site")?.toLowerCase() === "cross-site") {
    throw new HeadgateError("not_allowed", "The request comes from a page of another site.");
  }
}

/** Requests that change something come from our own page, or from a program, which sends no Origin. */
function refuseOtherOrigins(context: Context): void {
  if (SAFE_METHODS.has(context.req.method)) return;
  const origin = context.req.header("origin");
  const host = context.req.header(FORWARDED_HOST_HEADER);
  if (origin !== undefined && (host === undefined || hostOf(origin) !== host.toLowerCase())) {
    throw new HeadgateError("not_allowed", "The request comes from a page of another origin.");
  }
}

/** The host and port of an origin; `undefined` for `null` and for what is no origin. */
function hostOf(origin: string): string | undefined {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.host : undefined;
}
