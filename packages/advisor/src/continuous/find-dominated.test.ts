import { expect, test } from "vitest";
import { adviseFor, hourlyCalls, ledgerOf } from "../plans/plans.fixture.ts";
import { findDominated } from "./find-dominated.ts";

/** Constructed: what a gateway tells of a reference that another model beats. */
const dominated = {
  ...{ model: "openai/dear", by: "openai/better", is_reference: true, calls: 40 },
  ...{ cost: "0.800000000000", by_cost: "0.040000000000" },
  ...{ quality_at_most: 0.7, by_quality_at_least: 0.8, labels: 60, by_labels: 60 },
};
const pool = (...found: (typeof dominated)[]) => ({
  ...{ policy: "tickets", mode: "shadow" as const },
  fingerprints: [{ fingerprint: "abcdefghij", task: "intent", dominated: found }],
});

test("a reference that another model beats is told with bounds and dollars; one that is not asked any more is not", () => {
  const [found, ...others] = findDominated([
    pool(dominated, { ...dominated, model: "openai/struck-out", is_reference: false }),
  ]);

  expect(others).toEqual([]);
  expect(found).toMatchObject({
    kind: "dominated-model",
    title:
      "Put openai/better in the place of openai/dear: its labels are better, and it is no dearer, on 1 task of policy tickets",
    dollars: null,
    confidence: { level: "medium", reason: expect.stringContaining("not of one scale") },
    figures: [
      { value: "70.0 %, 80.0 %" },
      {
        what: "intent: expected cost of 40 calls since the gateway started, at either",
        value: "$0.80, $0.04",
      },
    ],
  });
  expect(found?.steps.join(" ")).toContain("route.reference: openai/better");
});

test("tasks on which the same model beats the same reference are one recommendation", () => {
  const { fingerprints, ...rest } = pool(dominated);
  const both = [...fingerprints, { ...fingerprints[0], fingerprint: "other", task: null }];
  const found = findDominated([{ ...rest, fingerprints: both as typeof fingerprints }]);
  expect(found.map(({ figures }) => figures.length)).toEqual([4]);
});

test("what labels say is better and is cheaper is the first recommendation; what cannot be asked is told", async () => {
  const ledger = await ledgerOf(
    hourlyCalls(() => ({ provider: "anthropic", request_model: "claude-sonnet-4-5" })),
  );
  const config = {
    providers: { anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com" } },
  };

  const known = await adviseFor(ledger, config, {
    measured: { kind: "known", pools: [pool(dominated)] },
  });
  expect(known.advice[0]?.kind).toBe("dominated-model");
  expect(known.advice.length).toBeGreaterThan(1);

  const reason = "the gateway did not answer";
  const unknown = await adviseFor(ledger, config, { measured: { kind: "unknown", reason } });
  expect(unknown.advice.map(({ kind }) => kind)).not.toContain("dominated-model");
  expect(unknown.notSeen).toContainEqual({ kind: "dominated-model", reason, calls: null });
});
