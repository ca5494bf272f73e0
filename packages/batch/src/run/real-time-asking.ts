import type { BatchPorts } from "../ports.ts";
import { settlementOf, storeOne, storeUnstored, type Unstored } from "./ask-in-real-time.ts";

/** Without a tick for so long nobody takes requests any more: another process may be the one that runs them. */
const TAKES_FOR_MS = 5_000;

/**
 * Asks what must be answered now, the earliest deadlines first, so many at once. What is under way holds up nothing else:
 * where one is answered the next is taken, and a call that takes its time has its own place alone.
 */
export class RealTimeAsking {
  readonly #ports: BatchPorts;
  readonly #unstored: Unstored = new Map();
  readonly #underWay = new Map<string, Promise<void>>();
  /** One taking after the other, so that no place is given twice. */
  #taking: Promise<unknown> = Promise.resolve();
  #failure: Readonly<{ error: unknown }> | undefined;
  #takesUntilMs = 0;
  #closed = false;

  constructor(ports: BatchPorts) {
    this.#ports = ports;
  }

  /**
   * Takes as many as there are places for, and goes on taking where one becomes free, until some time after {@link rest}.
   * Returns how many.
   * @throws what the store did, here or since the last time
   */
  async fill(): Promise<number> {
    this.#told();
    this.#takesUntilMs = Number.POSITIVE_INFINITY;
    const taken = await this.#take();
    this.#told();
    return taken;
  }

  /** Told when a tick is over, however long that took. */
  rest(): void {
    this.#takesUntilMs = this.#ports.nowMs() + TAKES_FOR_MS;
  }

  /** Takes up what a process left that died, or a store that was cut off. */
  async takeUp(): Promise<void> {
    await storeUnstored(this.#ports, this.#unstored);
    const cutOff = await this.#ports.store.takeUpAsked([...this.#underWay.keys()]);
    if (cutOff > 0) this.#ports.problem("asked_in_vain", { text: `${cutOff} were cut off` });
  }

  /**
   * Waits until nothing is under way, and returns whether anything was.
   * @throws what the store did
   */
  async idle(): Promise<boolean> {
    let was = false;
    for (;;) {
      await this.#taking;
      if (this.#underWay.size === 0) break;
      was = true;
      await Promise.all(this.#underWay.values());
    }
    this.#told();
    return was;
  }

  /** Takes no more, and waits for what is under way: it is paid for. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#taking;
    await Promise.all(this.#underWay.values());
  }

  #told(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  /** Never throws: what fails is told by the next tick. */
  #take(): Promise<number> {
    const taking = this.#taking.then(async () => {
      const { store, settings, nowMs } = this.#ports;
      const room = settings().mostAsked - this.#underWay.size;
      if (room <= 0 || this.#closed || nowMs() >= this.#takesUntilMs) return 0;
      if (this.#failure !== undefined) return 0;
      try {
        const taken = await store.takeUrgent(nowMs(), room);
        for (const item of taken) this.#underWay.set(item.id, this.#ask(item));
        return taken.length;
      } catch (error) {
        this.#failure = { error };
        return 0;
      }
    });
    this.#taking = taking;
    return taking;
  }

  async #ask(item: Parameters<typeof settlementOf>[1]): Promise<void> {
    try {
      const settlement = await settlementOf(this.#ports, item);
      // It may have been paid for: it is kept until it is stored.
      this.#unstored.set(item.id, { item, settlement });
      await storeOne(this.#ports, this.#unstored, item.id);
    } catch (error) {
      this.#failure = { error };
    }
    this.#underWay.delete(item.id);
    void this.#take();
  }
}
