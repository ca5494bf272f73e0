import { expect, test } from "vitest";
import { routeSchema, routeTargets } from "./route.ts";

const faultsOf = (input: unknown) =>
  routeSchema
    .safeParse(input)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

const pool = ["a/one", "b/two"];

test("models that are denied need not be in the pool, and their providers have to be there as all others", () => {
  const route = routeSchema.parse({ mode: "on", pool, deny: ["a/one", "c/three"] });

  expect(routeSchema.parse({}).deny).toEqual([]);
  expect(routeTargets({ policies: [{ route }] })).toContainEqual({
    path: ["policies", "0", "route", "deny", "1"],
    target: "c/three",
  });
});

test("a pool of which nothing is left, and a reference that is denied, are faults", () => {
  expect(faultsOf({ mode: "on", pool, deny: pool })).toEqual(["deny: leaves no model of the pool"]);
  expect(faultsOf({ mode: "on", pool, deny: ["d/four"], reference: "d/four" })).toEqual([
    "deny: names the reference d/four, which is always asked",
  ]);
});
