import { createHmac, randomBytes, randomUUID, scryptSync } from "node:crypto";
import { HeadgateError } from "@headgate/contract";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type AttemptLimit, createAttemptLimit } from "./attempt-limit.ts";
import { clientAddress } from "./client-address.ts";
import { secretEquals } from "./secret-equals.ts";

const COOKIE = "headgate_session";
/** Twelve hours: a working day, after which the admin key is asked for again. */
const LIFETIME_MS = 12 * 3_600_000;

/** Who has shown the admin key: by the key itself, or by the cookie of a session that the key opened. */
export interface AdminSessions {
  /** Whether there is an admin key at all. */
  required(): boolean;
  /** @throws HeadgateError `too_many_requests` where too many wrong keys came from this address */
  isAdmin(context: Context): boolean;
  /**
   * Whether this is the admin key, as someone signs in with it.
   *
   * @throws HeadgateError `too_many_requests`
   */
  accepts(adminKey: string, context: Context): boolean;
  open(context: Context): void;
  /** Ends the session on this side too: its cookie is worth nothing to this process from then on. */
  close(context: Context): void;
}

/** Tells what the secret is for: the admin key signs nothing itself. */
const SECRET_OF = "headgate console sessions, 1";

/**
 * The secret that signs cookies: the same in every process with this admin key, since a balancer gives each request of
 * one browser to another node. By scrypt, so that a cookie is no quick way to try guesses at the key.
 */
const signingSecret = (adminKey: string | undefined): Buffer =>
  adminKey === undefined ? randomBytes(32) : scryptSync(adminKey, SECRET_OF, 32);

/**
 * The cookie is `id.expiry.hmac`, so a list of the closed ones is all there is to keep; that one is this process's own,
 * and ends with it. The admin key is the one of the start; another takes a restart, which ends every session.
 */
export function createAdminSessions(
  adminKey: string | undefined,
  nowMs: () => number,
): AdminSessions {
  const secret = signingSecret(adminKey);
  /** Id and expiry of sessions closed before they expired. */
  const closed = new Map<string, number>();
  const sign = (payload: string): string =>
    createHmac("sha256", secret).update(payload).digest("base64url");

  /** The session that the request's cookie stands for, when it is one of ours and still open. */
  const current = (context: Context): { id: string; expiresAtMs: number } | undefined => {
    const [id, expiry, signature, ...rest] = (getCookie(context, COOKIE) ?? "").split(".");
    if (id === undefined || expiry === undefined || signature === undefined) return undefined;
    if (rest.length > 0 || !secretEquals(signature, sign(`${id}.${expiry}`))) return undefined;
    const expiresAtMs = Number(expiry);
    return expiresAtMs > nowMs() && !closed.has(id) ? { id, expiresAtMs } : undefined;
  };

  // A program with an old key must not keep the person beside it from signing in: each has a limit of its own.
  const limits = { signIn: createAttemptLimit(nowMs), bearer: createAttemptLimit(nowMs) };
  const accepts = (candidate: string, context: Context, limit: AttemptLimit): boolean => {
    if (adminKey === undefined) return false;
    const client = clientAddress(context);
    const waitMs = limit.waitMs(client);
    if (waitMs !== undefined) {
      const seconds = Math.ceil(waitMs / 1_000);
      context.header("retry-after", String(seconds));
      throw new HeadgateError(
        "too_many_requests",
        `Too many wrong admin keys came from this address; the next is looked at in ${seconds} s.`,
      );
    }
    const isRight = secretEquals(candidate, adminKey);
    if (isRight) limit.succeeded(client);
    else limit.failed(client);
    return isRight;
  };

  return {
    required: () => adminKey !== undefined,
    accepts: (candidate, context) => accepts(candidate, context, limits.signIn),
    isAdmin: (context) => {
      if (adminKey === undefined) return true;
      const bearer = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
      // An open session needs no key, so a wrong one beside it costs nothing.
      if (current(context) !== undefined) return true;
      return bearer !== undefined && accepts(bearer, context, limits.bearer);
    },
    open: (context) => {
      const expiresAtMs = nowMs() + LIFETIME_MS;
      const payload = `${randomUUID()}.${expiresAtMs}`;
      setCookie(context, COOKIE, `${payload}.${sign(payload)}`, {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        maxAge: LIFETIME_MS / 1000,
        secure: context.req.header("x-forwarded-proto") === "https",
      });
    },
    close: (context) => {
      const session = current(context);
      if (session !== undefined) closed.set(session.id, session.expiresAtMs);
      for (const [id, expiresAtMs] of closed) if (expiresAtMs <= nowMs()) closed.delete(id);
      deleteCookie(context, COOKIE, { path: "/" });
    },
  };
}
