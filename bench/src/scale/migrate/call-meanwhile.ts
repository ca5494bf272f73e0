import { setTimeout as delay } from "node:timers/promises";
import { callsTo } from "../nodes/send-call.ts";

/** A person or a program asks about so often; what is measured is the pause, not the load. */
const REST_MS = 10;

export type Meanwhile = Readonly<{
  answered: number;
  failed: number;
  /** From a call's sending to its whole answer; of all calls. */
  median_ms: number;
  longest_ms: number;
}>;

/** Clients that call one after the other, until they are told to stop. */
export function callMeanwhile(
  url: string,
  secret: string,
  clients: number,
): Readonly<{ stop: () => Promise<Meanwhile> }> {
  const calls = callsTo(url, { covered: secret, free: secret }, clients);
  const tookMs: number[] = [];
  let failed = 0;
  let stopped = false;
  const client = async (number: number): Promise<void> => {
    while (!stopped) {
      const began = performance.now();
      const end = await calls.send({ user: `client-${number}`, stream: false, words: 20 });
      tookMs.push(performance.now() - began);
      if (end.kind !== "answered") failed += 1;
      await delay(REST_MS);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return {
    stop: async () => {
      stopped = true;
      await running;
      await calls.close();
      const sorted = tookMs.toSorted((one, other) => one - other);
      return {
        ...{ answered: sorted.length - failed, failed },
        median_ms: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
        longest_ms: sorted.at(-1) ?? Number.NaN,
      };
    },
  };
}
