/** Wrong attempts of one client before it must wait. */
export const MOST_FAILURES = 10;
/** How long they count, from the first of them. */
export const WINDOW_MS = 600_000;
/** Clients that are remembered at once; the one that failed longest ago is forgotten first. */
const MOST_CLIENTS = 10_000;

/** Slows down whoever guesses a secret. Memory is bounded; a restart forgets. */
export interface AttemptLimit {
  /** Milliseconds until this client may try again; `undefined` when it may now. */
  waitMs(client: string): number | undefined;
  failed(client: string): void;
  succeeded(client: string): void;
}

/**
 * Each client has {@link MOST_FAILURES} wrong attempts in {@link WINDOW_MS}; then none is looked at until the time
 * is over. What is refused while it waits does not make it wait longer.
 */
export function createAttemptLimit(
  nowMs: () => number,
  mostClients: number = MOST_CLIENTS,
): AttemptLimit {
  /** In order of the first failure, so the front is the oldest. */
  const failures = new Map<string, { count: number; untilMs: number }>();

  const standing = (client: string): { count: number; untilMs: number } | undefined => {
    const found = failures.get(client);
    if (found === undefined || found.untilMs > nowMs()) return found;
    failures.delete(client);
    return undefined;
  };

  return {
    waitMs: (client) => {
      const found = standing(client);
      return found === undefined || found.count < MOST_FAILURES
        ? undefined
        : found.untilMs - nowMs();
    },
    failed: (client) => {
      const found = standing(client);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      const [oldest] = failures.keys();
      if (failures.size >= mostClients && oldest !== undefined) failures.delete(oldest);
      failures.set(client, { count: 1, untilMs: nowMs() + WINDOW_MS });
    },
    succeeded: (client) => {
      failures.delete(client);
    },
  };
}
