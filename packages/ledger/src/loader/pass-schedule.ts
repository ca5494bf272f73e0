import { HeadgateError } from "@headgate/contract";

const MAX_RETRY_MS = 10_000;

type Options = Readonly<{
  /**
   * Does the work once; resolves to false when it broke off because `stopping` had become true.
   * @param isAsked whether somebody waits for it: then nothing is put off
   */
  pass: (isAsked: boolean) => Promise<boolean>;
  intervalMs: number;
  /** Told of each failure, and the how-manieth in a row it is. */
  onFailure: (error: Error, failures: number) => void;
  onSuccess: () => void;
}>;

/** Runs one pass after the other, never two at once: at intervals, longer ones after failures, and on demand. */
export class PassSchedule {
  readonly #options: Options;
  #running: Promise<boolean> | undefined;
  #queued: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopping = false;

  constructor(options: Options) {
    this.#options = options;
    this.#runAfter(0);
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /**
   * Resolves when a pass that began after this call has come to its end.
   *
   * @throws what that pass failed with
   */
  async runNow(): Promise<void> {
    // A pass under way may have looked already; the next one has not, and serves all who wait.
    this.#queued ??= this.#runAfterRunning();
    if (!(await this.#queued)) throw new HeadgateError("internal", "the loader has stopped");
  }

  /** Resolves when no pass is under way and none will be. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await Promise.allSettled([this.#running, this.#queued]);
  }

  async #runAfterRunning(): Promise<boolean> {
    await Promise.allSettled([this.#running]);
    this.#queued = undefined;
    return this.#run(true);
  }

  #runAfter(delayMs: number): void {
    this.#timer = setTimeout(() => {
      // A failure has been told of.
      if (this.#running === undefined) void Promise.allSettled([this.#run(false)]);
    }, delayMs);
  }

  #run(isAsked: boolean): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#running = this.#observedPass(isAsked).finally(() => {
      this.#running = undefined;
      if (this.#stopping) return;
      const { intervalMs } = this.#options;
      this.#runAfter(
        Math.max(intervalMs, Math.min(MAX_RETRY_MS, intervalMs * 2 ** this.#failures)),
      );
    });
    return this.#running;
  }

  async #observedPass(isAsked: boolean): Promise<boolean> {
    if (this.#stopping) return false;
    try {
      const complete = await this.#options.pass(isAsked);
      this.#failures = 0;
      this.#options.onSuccess();
      return complete;
    } catch (error) {
      this.#failures += 1;
      this.#options.onFailure(error as Error, this.#failures);
      throw error;
    }
  }
}
