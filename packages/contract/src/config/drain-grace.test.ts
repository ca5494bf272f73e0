import { expect, test } from "vitest";
import { drainGraceMs } from "./drain-grace.ts";
import { configSchema } from "./schema.ts";

const graceOf = (config: object): number => drainGraceMs(configSchema.parse(config));

test("a gateway that others reach gives a balancer time to notice, one on loopback ends at once", () => {
  expect(graceOf({})).toBe(0);
  expect(graceOf({ listen: { host: "::1" } })).toBe(0);
  expect(graceOf({ listen: { host: "0.0.0.0" }, admin_key: "an-admin-key-of-the-tests" })).toBe(
    5_000,
  );
});

test("what is said holds, nought too", () => {
  const listen = { host: "0.0.0.0" };
  const admin_key = "an-admin-key-of-the-tests";

  expect(graceOf({ listen, admin_key, limits: { drain_grace_ms: 0 } })).toBe(0);
  expect(graceOf({ limits: { drain_grace_ms: 700 } })).toBe(700);
});
