import { configSchema, heldOutLevers } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type AssignedCall, assignArms, isHeldOutOf } from "./assign-arms.ts";

const policyOf = (holdout: unknown) => {
  const [policy] = configSchema.parse({
    policies: [
      {
        name: "faq",
        output: { style: "terse", max_tokens: "learned" },
        prefix_cache: { mode: "auto" },
        holdout,
      },
    ],
  }).policies;
  if (policy === undefined) throw new Error("no policy");
  return policy;
};
const call = (more: Partial<AssignedCall> = {}): AssignedCall => ({
  id: "c",
  keyId: "k",
  attribution: {},
  operation: "chat",
  ...more,
});

test("a session stays in one arm, whatever call and user", () => {
  const policy = policyOf({ output: 0.5 });

  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (session, id, user) => {
      const places = assignArms(policy, call({ id: "one", attribution: { session } }))?.places;
      expect(assignArms(policy, call({ id, attribution: { session, user } }))?.places).toEqual(
        places,
      );
    }),
  );
});

test("about the share of sessions is held out, and experiments of one policy draw apart", () => {
  const policy = policyOf({ output: 0.2, prompt: 0.2 });
  const places = Array.from(
    { length: 20_000 },
    (_, index) => assignArms(policy, call({ attribution: { session: `s${index}` } }))?.places ?? [],
  );

  const heldOut = (lever: string) =>
    places.filter((of) => of.some((one) => one.lever === lever && one.arm === "held_out"));
  expect(heldOut("output").length / 20_000).toBeCloseTo(0.2, 1);
  const both = heldOut("output").filter((of) => isHeldOutOf(of, "prompt"));
  expect(both.length / 20_000).toBeCloseTo(0.04, 1);
  expect(places[0]?.map(({ experiment }) => experiment)).toEqual(["faq/output", "faq/prompt"]);
});

test("a larger share keeps those who were held out", () => {
  fc.assert(
    fc.property(fc.string(), (session) => {
      const arm = (share: number) =>
        assignArms(policyOf(share), call({ attribution: { session } }))?.places[0]?.arm;
      if (arm(0.05) === "held_out") expect(arm(0.3)).toBe("held_out");
    }),
  );
});

test("a held-out call has the policy without that lever and with all others", () => {
  const policy = policyOf({ output: 0.5 });
  const assigned = Array.from({ length: 50 }, (_, index) =>
    assignArms(policy, call({ id: `${index}` })),
  );

  const heldOut = assigned.filter((one) => isHeldOutOf(one?.places, "output"));
  expect(heldOut.length).toBeGreaterThan(5);
  for (const one of heldOut) {
    expect(one?.policy.output).not.toHaveProperty("style");
    expect(one?.policy.output).not.toHaveProperty("max_tokens");
    expect(one?.policy.prefix_cache).toEqual(policy.prefix_cache);
    expect(one?.policy).toBe(heldOut[0]?.policy);
  }
  for (const one of assigned) if (!heldOut.includes(one)) expect(one?.policy).toBe(policy);
});

test("one share for all holds a call out of every lever at once", () => {
  const [heldOut] = Array.from({ length: 200 }, (_, index) =>
    assignArms(policyOf(0.5), call({ id: `${index}` })),
  ).filter((one) => one?.places[0]?.arm === "held_out");

  expect(heldOut?.places).toEqual([{ experiment: "faq", arm: "held_out", share: 0.5 }]);
  for (const lever of heldOutLevers) expect(isHeldOutOf(heldOut?.places, lever)).toBe(true);
  expect(heldOut?.policy.exact_cache.when).toBe("never");
});

test.each([
  ["no hold-out", undefined, "chat"],
  ["a share of nothing", 0, "chat"],
  ["a lever's share of nothing", { output: 0 }, "chat"],
  ["embeddings, where no cache is held out", { output: 0.5 }, "embeddings"],
] as const)("%s draws no lot", (_, holdout, operation) => {
  expect(assignArms(policyOf(holdout), call({ operation }))).toBeUndefined();
});
