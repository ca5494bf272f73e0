import { expect, test } from "vitest";
import { WarmPrefixes } from "./warm-prefixes.ts";

const at = (model: string, provider = "lab") => ({ fingerprint: "desk", model, provider });
const MINUTE = 60_000;

/** Asks a model so often, a minute apart, with nine tenths of the prompt read from its cache. */
function asked(calls: number, model: string) {
  const clock = { nowMs: 1_000 };
  const warm = new WarmPrefixes(() => clock.nowMs);
  for (let call = 0; call < calls; call += 1) {
    clock.nowMs += MINUTE;
    warm.see("desk");
    warm.answered(at(model), { input: 100, cache_read: 900, output: 10 });
  }
  return { clock, warm };
}

test("a model that was asked within five minutes has what it had before; later its first call writes it again", () => {
  const { clock, warm } = asked(40, "lab/dear");

  expect(warm.expected(at("lab/dear"))).toEqual({ share: expect.closeTo(0.9), warm: 1 });
  clock.nowMs += 6 * MINUTE;
  const cold = warm.expected(at("lab/dear"));
  // Calls come a minute apart: of the ten that are expected at most, nine find it warm.
  expect(cold?.warm).toBeGreaterThan(0.8);
  expect(cold?.warm).toBeLessThanOrEqual(0.9);
});

test("another model of the provider is expected to keep as much, of another provider nothing is hoped", () => {
  const { warm } = asked(40, "lab/dear");

  expect(warm.expected(at("lab/cheap"))).toMatchObject({ share: expect.closeTo(0.9) });
  expect(warm.expected(at("lab/cheap"))?.warm).toBeLessThan(1);
  expect(warm.expected(at("elsewhere/cheap", "elsewhere"))).toBeUndefined();
});

test("few calls, calls far apart, and providers that say nothing of a cache tell nothing", () => {
  expect(asked(3, "lab/dear").warm.expected(at("lab/dear"))).toBeUndefined();
  const clock = { nowMs: 0 };
  const silent = new WarmPrefixes(() => clock.nowMs);
  for (let call = 0; call < 20; call += 1) {
    clock.nowMs += call % 2 === 0 ? MINUTE : 6 * MINUTE;
    silent.see("desk");
    silent.answered(at("lab/dear"), { input: 1_000, output: 10 });
  }
  expect(silent.expected(at("lab/dear"))).toBeUndefined();
});
