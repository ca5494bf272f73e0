import { setTimeout as delay } from "node:timers/promises";

/** A range of time, in its wire form. */
export type Range = Readonly<{ from: string; to: string }>;

/** How far the making of a set is. */
export type SetWork = Readonly<{ sinceMs: number; step: string; done: number; of: number }>;
type Tell = (progress: Omit<SetWork, "sinceMs">) => void;

/** What there is for a range: a set, since when it holds, the work on a newer one, and why the last work came to nothing. */
export type KeptSet<Made> =
  | Readonly<{ made: Made; madeAtMs: number; work: SetWork | undefined; failure: unknown }>
  /** None is there yet. */
  | Readonly<{ made: undefined; work: SetWork }>;

type KeptSets<Made> = Readonly<{
  /**
   * What was made last for a range as long, at once; where there is none, what is made within a moment. Makes a newer one
   * in the background where it is old or something has changed.
   * @throws what making it threw, where there is none to give
   */
  kept: (range: Range) => Promise<KeptSet<Made>>;
  /** One that is made now. */
  computed: (range: Range) => Promise<Made>;
  /** Something has changed: the next who asks has a newer one made. */
  changed: () => void;
  /** Ends the work that runs, before its next step. */
  close: () => Promise<void>;
}>;

/** As long as the console takes an answer for new. */
const OLD_AFTER_MS = 300_000;
/** A range that ends so close to now is one of the last days: the next one a little later is the same question. */
const NOW_WITHIN_MS = 120_000;
const MINUTE_MS = 60_000;
/** A small ledger is done by then, and nobody has to ask twice. */
const FIRST_WAIT_MS = 1_000;
/** What found nothing, or failed, is not tried anew for who asks how far it is: for ever, where that takes longer than a wait. */
const AGAIN_AFTER_MS = 5_000;
const MOST_RANGES = 8;
const WAITING = { step: "waiting for its turn", done: 0, of: 1 } as const;

type Slot<Made> = {
  readonly range: Range;
  last?: Readonly<{ made: Made; atMs: number }>;
  failed?: Readonly<{ failure: unknown; atMs: number }>;
  running?: Readonly<{ promise: Promise<void>; work: () => SetWork }>;
  /** When the last run ended, however it did. */
  endedAtMs?: number;
  isStale: boolean;
};

class ClosedError extends Error {
  override readonly name = "ClosedError";
}

/** Keeps what takes long to make, and makes it anew while the old one is given. */
export function createKeptSets<Made>({
  make,
  isEmpty,
  nowMs,
}: Readonly<{
  make: (range: Range, tell: Tell) => Promise<Made>;
  /** Of nothing: who asks a while later has a newer one made, and waits a moment for it. */
  isEmpty: (made: Made) => boolean;
  nowMs: () => number;
}>): KeptSets<Made> {
  const slots = new Map<string, Slot<Made>>();
  const works = new Set<Promise<unknown>>();
  let isClosed = false;

  const slotOf = (range: Range): Slot<Made> => {
    const key = keyOf(range, nowMs());
    const slot: Slot<Made> = slots.get(key) ?? { range, isStale: false };
    // The newest stands last, and the one that nobody asked for longest goes.
    slots.delete(key);
    slots.set(key, slot);
    for (const [oldest, { running }] of slots) {
      if (slots.size <= MOST_RANGES) break;
      // Where all others run, there is one too many until the next who asks.
      if (running === undefined && oldest !== key) slots.delete(oldest);
    }
    return slot;
  };

  const run = (slot: Slot<Made>, range: Range): Promise<Made> => {
    const sinceMs = nowMs();
    let progress: Omit<SetWork, "sinceMs"> = WAITING;
    const made = make(range, (next) => {
      if (isClosed) throw new ClosedError("control is closing");
      progress = next;
    });
    slot.isStale = false;
    const promise: Promise<void> = made
      .then(
        (one) => {
          slot.last = { made: one, atMs: sinceMs };
          delete slot.failed;
        },
        (failure: unknown) => {
          slot.failed = { failure, atMs: nowMs() };
        },
      )
      .then(() => {
        works.delete(promise);
        slot.endedAtMs = nowMs();
        if (slot.running === running) delete slot.running;
      });
    const running = { promise, work: () => ({ sinceMs, ...progress }) };
    slot.running = running;
    works.add(promise);
    return made;
  };

  const hasNothing = ({ last }: Slot<Made>): boolean => last === undefined || isEmpty(last.made);

  const isDue = (slot: Slot<Made>): boolean => {
    const { last, failed, endedAtMs, isStale } = slot;
    if (isStale || endedAtMs === undefined) return true;
    if (hasNothing(slot) && nowMs() - endedAtMs > AGAIN_AFTER_MS) return true;
    if (last === undefined) return false;
    const triedAtMs = failed === undefined ? last.atMs : Math.max(last.atMs, failed.atMs);
    return nowMs() - triedAtMs > OLD_AFTER_MS;
  };

  return {
    kept: async (range) => {
      const slot = slotOf(range);
      if (slot.running === undefined && isDue(slot)) run(slot, range).catch(() => undefined);
      if (hasNothing(slot) && slot.running !== undefined) {
        await within(FIRST_WAIT_MS, slot.running.promise);
      }
      const { last, running, failed } = slot;
      if (last !== undefined) {
        const { made, atMs: madeAtMs } = last;
        return { made, madeAtMs, work: running?.work(), failure: failed?.failure };
      }
      if (running !== undefined) return { made: undefined, work: running.work() };
      throw failed?.failure;
    },
    computed: (range) => run(slotOf(range), range),
    changed: () => {
      for (const slot of slots.values()) slot.isStale = true;
    },
    close: async () => {
      isClosed = true;
      await Promise.all(works);
    },
  };
}

/** The last days are one question whenever it is asked; of another range its very bounds count. */
function keyOf({ from, to }: Range, nowMs: number): string {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (Math.abs(nowMs - toMs) > NOW_WITHIN_MS) return `${fromMs}-${toMs}`;
  return `last ${Math.round((toMs - fromMs) / MINUTE_MS)} minutes`;
}

/** Waits for it no longer than so many milliseconds, and leaves no timer behind. */
async function within(waitMs: number, promise: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const waited = delay(waitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([promise, waited]);
  timer.abort();
}
