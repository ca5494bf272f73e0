import { steadyMs } from "@headgate/budgets";
import type { Deadlines } from "./deadlines.ts";

/** A disk that refuses holds an answer back for so long, then lets it go: the client has paid for it. */
const RECORDING_PATIENCE_MS = 10_000;

type Wait = Readonly<{ recorded: Promise<void>; end: Promise<"recorded" | "late"> }>;

/** How long answers wait for their rows. Calls whose rows go to the disk in one write wait as one. */
export class RecordingPatience {
  readonly #deadlines: Deadlines;
  #last: Wait | undefined;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  /** `late` when the time is up and the row is still not recorded. Rejects as `recorded` does. */
  wait(recorded: Promise<void>): Promise<"recorded" | "late"> {
    if (this.#last?.recorded !== recorded) this.#last = { recorded, end: this.#begin(recorded) };
    return this.#last.end;
  }

  #begin(recorded: Promise<void>): Promise<"recorded" | "late"> {
    return new Promise((resolve, reject) => {
      const patience = this.#deadlines.add(steadyMs() + RECORDING_PATIENCE_MS, () =>
        resolve("late"),
      );
      recorded
        .then(() => resolve("recorded"), reject)
        .finally(() => {
          this.#deadlines.remove(patience);
        });
    });
  }
}
