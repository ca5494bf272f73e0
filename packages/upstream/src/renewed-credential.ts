import { HeadgateError } from "@headgate/contract";
import type { Credential } from "@headgate/providers";
import type { Logger } from "pino";

/** A credential as its source gave it. */
export type FetchedCredential = Readonly<{
  credential: Credential;
  /** When it ends, milliseconds since the epoch; absent for one that does not. */
  expiresAtMs?: number;
}>;

/** A new one is fetched when the old one has so long left, while calls go on with the old one. */
const RENEW_BEFORE_MS = 300_000;
/** With less than this left a call waits for the new one: it must still hold when it arrives. */
const LEAST_MS = 30_000;
/** After a failure the source is left alone for a moment. */
const PAUSE_AFTER_FAILURE_MS = 1_000;

/**
 * Keeps a credential at hand: fetched when the first call needs it, once for all that wait, renewed before
 * it ends. What went wrong with the source stands in the log, never the credential, and calls are told only
 * that there is none.
 *
 * @param fetch from the source
 * @returns the credential at once where one is at hand; else a promise, which rejects with HeadgateError
 *   `provider_credential_unavailable`
 */
export function renewedCredential(
  provider: string,
  fetch: () => Promise<FetchedCredential>,
  log: Logger,
  nowMs: () => number = Date.now,
): () => Credential | Promise<Credential> {
  let fetched: FetchedCredential | undefined;
  let fetching: Promise<Credential> | undefined;
  let failure: Readonly<{ error: HeadgateError; atMs: number }> | undefined;

  const leftMs = (): number =>
    fetched?.expiresAtMs === undefined ? Number.POSITIVE_INFINITY : fetched.expiresAtMs - nowMs();

  const renew = async (): Promise<Credential> => {
    try {
      fetched = await fetch();
      failure = undefined;
      return fetched.credential;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      log.error({ provider, reason }, "a provider's credential could not be fetched");
      const error = new HeadgateError(
        "provider_credential_unavailable",
        `Provider ${provider}.`,
        { provider },
        { cause },
      );
      failure = { error, atMs: nowMs() };
      throw error;
    } finally {
      fetching = undefined;
    }
  };

  const renewing = (): Promise<Credential> => {
    if (failure !== undefined && nowMs() - failure.atMs < PAUSE_AFTER_FAILURE_MS) {
      return Promise.reject(failure.error);
    }
    fetching ??= renew();
    return fetching;
  };

  return () => {
    if (fetched === undefined || leftMs() < LEAST_MS) return renewing();
    // It has been logged, and the credential at hand still holds.
    if (leftMs() < RENEW_BEFORE_MS) renewing().catch(() => undefined);
    return fetched.credential;
  };
}
