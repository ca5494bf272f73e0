import { leverNames, type Usage } from "@headgate/contract";
import { picodollars, sum, ZERO } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RequestEdit } from "../request-edit.ts";
import { savingsOfEdits } from "./edit-steps.ts";

const price = ({ input = 0, cache_read = 0 }: Usage) =>
  picodollars(BigInt(input) * 3_000_000n + BigInt(cache_read) * 300_000n);
const edit = (more: Pick<RequestEdit, "usageBefore">): RequestEdit => ({
  lever: "prompt",
  edits: [],
  changes: [],
  ...more,
});

test("what levers saved adds up to baseline less effective cost, exactly", () => {
  const step = fc.record({
    lever: fc.constantFrom(...leverNames),
    removed: fc.integer({ min: 0, max: 1_000_000 }),
    moved: fc.integer({ min: 0, max: 500 }),
  });
  const usage = fc.record({ input: fc.nat(1_000_000), cache_read: fc.nat(1_000_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), usage, (steps, used) => {
      const edits = steps.map(({ lever, removed, moved }) => ({
        ...edit({
          usageBefore: ({ input = 0, cache_read = 0 }) => ({
            input: input + removed + Math.min(moved, cache_read),
            cache_read: cache_read - Math.min(moved, cache_read),
          }),
        }),
        lever,
      }));
      const cost = price(used);

      const { baseline, savings } = savingsOfEdits(edits, { usage: used, cost }, price);

      const saved = sum(savings.map(({ amount }) => amount ?? ZERO));
      expect(savings.map(({ lever }) => lever)).toEqual(steps.map(({ lever }) => lever));
      expect((baseline ?? ZERO) - cost).toBe(saved);
    }),
  );
});

test("behind a lever whose effect is not known, savings are known; of it and before it they are not", () => {
  const known = edit({ usageBefore: (usage) => ({ ...usage, input: 3 }) });
  const unknown = edit({ usageBefore: () => undefined });

  const used = { usage: { input: 1 }, cost: picodollars(3_000_000n) };
  const { baseline, savings } = savingsOfEdits([known, unknown, known], used, price);

  expect(baseline).toBeUndefined();
  expect(savings.map(({ amount }) => amount)).toEqual([undefined, undefined, 6_000_000n]);
});

test("a lever without effect saves exactly nothing, even where no price would be known again", () => {
  const none = edit({ usageBefore: (usage) => usage });

  const used = { usage: { input: 1 }, cost: picodollars(3_000_000n) };
  const { baseline, savings } = savingsOfEdits([none], used, () => undefined);

  expect(baseline).toBe(used.cost);
  expect(savings[0]?.amount).toBe(ZERO);
});
