/** Counts what is under way and tells when nothing is. */
export class UnderWay {
  #count = 0;
  #whenIdle: (() => void) | undefined;

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    this.#tellIfIdle();
  }

  /** Calls back once, as soon as nothing is under way: now, if that is so already. */
  whenIdle(callback: () => void): void {
    this.#whenIdle = callback;
    this.#tellIfIdle();
  }

  #tellIfIdle(): void {
    if (this.#count > 0) return;
    const callback = this.#whenIdle;
    this.#whenIdle = undefined;
    callback?.();
  }
}
