import type { LiveEvent } from "@headgate/contract";

/** What a listener hears next: an event, that nothing happened for a while, or the end of the feed. */
type Heard = LiveEvent | "quiet" | "ended";

export interface LiveListener {
  /** The next event; events that came while nobody asked are one event with their rows added up. */
  next(): Promise<Heard>;
  close(): void;
}

export interface LiveFeed {
  /** Tells that the loader has put rows into the ledger. */
  loaded(rowsAdded: number): void;
  /** `undefined` when there are as many listeners as the feed serves. */
  listen(): LiveListener | undefined;
  readonly listeners: number;
  /** Ends every listener. */
  close(): void;
}

type Options = Readonly<{
  nowMs: () => number;
  /** Events come no closer together than this. */
  intervalMs?: number;
  /** A listener that hears nothing for this long is told so. */
  quietMs?: number;
  maxListeners?: number;
}>;

/** Tells listeners what the loader does: throttled, bounded, and never queueing for a slow one. */
export function createLiveFeed({
  nowMs,
  intervalMs = 250,
  quietMs = 15_000,
  maxListeners = 64,
}: Options): LiveFeed {
  const open = new Set<Mailbox>();
  let rowsWaiting: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastTellAtMs = Number.NEGATIVE_INFINITY;
  let ended = false;

  const tell = (): void => {
    timer = undefined;
    if (rowsWaiting === undefined) return;
    lastTellAtMs = nowMs();
    const event = { rows_added: rowsWaiting, loaded_at: new Date(lastTellAtMs).toISOString() };
    rowsWaiting = undefined;
    for (const mailbox of open) mailbox.put(event);
  };

  return {
    loaded(rowsAdded) {
      if (ended) return;
      rowsWaiting = (rowsWaiting === undefined ? 0 : rowsWaiting) + rowsAdded;
      if (timer !== undefined) return;
      const waitMs = lastTellAtMs + intervalMs - nowMs();
      if (waitMs <= 0) tell();
      else timer = setTimeout(tell, waitMs);
    },
    listen() {
      if (ended || open.size >= maxListeners) return undefined;
      const mailbox = createMailbox(quietMs);
      open.add(mailbox);
      return {
        next: mailbox.next,
        close: () => {
          open.delete(mailbox);
          mailbox.end();
        },
      };
    },
    get listeners() {
      return open.size;
    },
    close() {
      ended = true;
      clearTimeout(timer);
      for (const mailbox of open) mailbox.end();
      open.clear();
    },
  };
}

type Mailbox = Readonly<{ put(event: LiveEvent): void; next(): Promise<Heard>; end(): void }>;

/** Holds at most one event for one reader. */
function createMailbox(quietMs: number): Mailbox {
  let held: LiveEvent | undefined;
  let ended = false;
  let wake: (() => void) | undefined;

  const take = (): Heard => {
    if (ended) return "ended";
    if (held === undefined) return "quiet";
    const event = held;
    held = undefined;
    return event;
  };

  return {
    put(event) {
      const before = held === undefined ? 0 : held.rows_added;
      held = { ...event, rows_added: before + event.rows_added };
      wake?.();
    },
    next() {
      if (held !== undefined || ended) return Promise.resolve(take());
      return new Promise<Heard>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wake = undefined;
          resolve(take());
        };
        const timer = setTimeout(done, quietMs);
        wake = done;
      });
    },
    end() {
      ended = true;
      wake?.();
    },
  };
}
