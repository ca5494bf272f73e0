import fc from "fast-check";
import { expect, test } from "vitest";
import { nextVersion, originalVersion, replacingVersion } from "./row-version.ts";

const LARGEST = 2n ** 64n - 1n;
const importNumber = fc.oneof(
  fc.integer({ min: 1, max: 2 ** 40 }),
  // Around the import from which on versions stand closer.
  fc.integer({ min: 2 ** 19 - 3, max: 2 ** 19 + 3 }),
);
/** As `updatedVersion` has it, which the server works out. */
const updated = (version: bigint): bigint => version + (version >= 2n ** 63n ? 1n : 2n ** 42n);

test("what a later import puts in a row's place stands above what became of it before, in 64 bits", () => {
  fc.assert(
    fc.property(importNumber, (number) => {
      const version = BigInt(replacingVersion(number));
      expect(version).toBeGreaterThan(updated(updated(BigInt(originalVersion(1)))));
      expect(updated(updated(updated(version)))).toBeLessThan(BigInt(replacingVersion(number + 1)));
      expect(BigInt(replacingVersion(number + 1))).toBeLessThan(LARGEST);
    }),
  );
});

test("the later row stands above one that is there, also where its writer's clock is behind", () => {
  const ahead = BigInt(Date.now() + 3_600_000) * 1000n;

  expect(BigInt(nextVersion(ahead))).toBeGreaterThan(ahead);
  expect(BigInt(nextVersion())).toBeLessThan(ahead);
  expect(BigInt(nextVersion(1n))).toBeGreaterThan(1n);
});
