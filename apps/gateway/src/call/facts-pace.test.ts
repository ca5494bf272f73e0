import { expect, test } from "vitest";
import { FactsPace } from "./facts-pace.ts";

const LOOK = 512;

/** A process at so many calls a second, busy for so much of its time. */
function paceOf(machine: { callsPerSecond: number; busy: number }) {
  let calls = 0;
  let atMs = 0;
  const pace = new FactsPace({ steadyMs: () => atMs, busy: () => machine.busy });
  /** Asks about so many requests, each another one. */
  const taken = (count: number): number => {
    let taken = 0;
    for (let nth = 0; nth < count; nth += 1) {
      calls += 1;
      atMs += 1_000 / machine.callsPerSecond;
      if (pace.takes(Buffer.from(`{"question":${calls}}`))) taken += 1;
    }
    return taken;
  };
  return { pace, taken };
}

test("of a process that has room all are taken down, however fast they come", () => {
  const { pace, taken } = paceOf({ callsPerSecond: 5_000, busy: 0.6 });
  expect(taken(10 * LOOK)).toBe(10 * LOOK);
  expect(pace.leftOut).toBe(0);
});

test("a slow process that is busy gives up none: it is busy with something else", () => {
  const { pace, taken } = paceOf({ callsPerSecond: 300, busy: 1 });
  expect(taken(10 * LOOK)).toBe(10 * LOOK);
  expect(pace.leftOut).toBe(0);
});

test("a process that cannot carry its calls gives facts up by halves, down to one in sixteen, and counts them", () => {
  const machine = { callsPerSecond: 5_000, busy: 1 };
  const { pace, taken } = paceOf(machine);
  taken(LOOK - 1);
  const halved = taken(LOOK) / LOOK;
  expect(halved).toBeGreaterThan(0.4);
  expect(halved).toBeLessThan(0.6);

  taken(10 * LOOK);
  const before = pace.leftOut;
  const least = taken(20 * LOOK);
  expect(least / (20 * LOOK)).toBeGreaterThan(0.05);
  expect(least / (20 * LOOK)).toBeLessThan(0.075);
  expect(pace.leftOut - before).toBe(20 * LOOK - least);

  machine.busy = 0.8;
  const held = taken(4 * LOOK) / (4 * LOOK);
  expect(held).toBeLessThan(0.08);

  machine.busy = 0.5;
  taken(5 * LOOK);
  expect(taken(LOOK)).toBe(LOOK);
});

test("when a burst is over those of all are taken again, also where few calls come", () => {
  const machine = { callsPerSecond: 5_000, busy: 1 };
  const { taken } = paceOf(machine);
  taken(10 * LOOK);

  machine.callsPerSecond = 0.5;

  expect(taken(20)).toBe(20);
});

test("a request that comes again is taken each time, or never", () => {
  const { pace, taken } = paceOf({ callsPerSecond: 5_000, busy: 1 });
  taken(10 * LOOK);
  for (let nth = 0; nth < 100; nth += 1) {
    const body = Buffer.from(`the same ${nth}`);
    const first = pace.takes(body);
    expect([pace.takes(body), pace.takes(body)]).toEqual([first, first]);
  }
});
