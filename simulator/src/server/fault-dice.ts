import { combine, createRandom, hashBytes } from "../seeded-random.ts";
import { type FaultName, faultNames } from "./faults.ts";
import { LruMap } from "./lru-map.ts";
import type { RequestControls } from "./request-controls.ts";

const MAX_COUNTED_BODIES = 10_000;

/** Decides which fault, if any, a request meets. */
export interface FaultDice {
  /**
   * The fault of the request's header, or one drawn by the request's number: a repeated request
   * draws anew.
   */
  faultFor(
    controls: RequestControls,
    body: Buffer | undefined,
    number: number,
  ): FaultName | undefined;
}

export function createFaultDice(
  rates: Readonly<Partial<Record<FaultName, number>>>,
  seed: number,
): FaultDice {
  const played = new LruMap<number, number>(MAX_COUNTED_BODIES);
  const drawn = faultNames.flatMap((name) => {
    const rate = rates[name];
    return rate === undefined || rate === 0 ? [] : [{ name, rate }];
  });
  return {
    faultFor(controls, body, number) {
      if (controls.fault !== undefined) {
        if (controls.faultTimes === undefined) return controls.fault;
        const hash = body === undefined ? 0 : hashBytes(body, seed);
        const times = played.get(hash) ?? 0;
        if (times >= controls.faultTimes) return undefined;
        played.set(hash, times + 1);
        return controls.fault;
      }
      if (drawn.length === 0) return undefined;
      let left = createRandom(combine(seed, number, 7))();
      for (const { name, rate } of drawn) {
        left -= rate;
        if (left < 0) return name;
      }
      return undefined;
    },
  };
}
