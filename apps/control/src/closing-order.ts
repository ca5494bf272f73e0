import type { Logger } from "pino";

type Step = () => Promise<void> | void;

export interface ClosingOrder {
  /** Names what was opened last: it is closed first. */
  last(step: Step): void;
  /** Closes everything once, each step even when one before it failed. @throws the first failure */
  close(): Promise<void>;
}

/** Remembers what was opened, so that it is closed in the opposite order, whole or half started. */
export function createClosingOrder(log: Logger): ClosingOrder {
  const steps: Step[] = [];
  let closed: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        log.error({ err: error }, "could not close cleanly");
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };

  return {
    last: (step) => {
      steps.push(step);
    },
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
}
