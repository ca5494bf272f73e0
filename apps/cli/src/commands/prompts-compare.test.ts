import { promptsCompareSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLines } from "../run-command.fixture.ts";
import { type StandIn, startStandIn } from "../stand-in-headgate.fixture.ts";

let headgate: StandIn;
beforeAll(async () => {
  headgate = await startStandIn();
});
afterAll(() => headgate.close());

test("what drifts in the time of both versions is not the prompt's doing: both are taken evenly over it", async () => {
  const words = ["prompts", "compare", "drift", "--since", "2026-11-01", "--url", headgate.url];
  const [json] = await runCommandLines([[...words, "--json"]]);

  const result = promptsCompareSchema.parse(JSON.parse(json?.stdout ?? ""));
  expect(result.arms.approved.calls).toBe(10_000);
  expect(result.arms.approved.left_out).toBe(26_000);
  expect(result.arms.original.calls).toBe(4_000);
  const saved = Number(result.output_tokens_saved?.difference);
  expect(saved).toBeGreaterThan(9);
  expect(saved).toBeLessThan(11);
  expect(Date.parse(result.compared?.from ?? "")).toBeLessThan(Date.UTC(2026, 10, 11, 1));
});

test("two versions of a prompt are compared over all their calls, with intervals and what is not known", async () => {
  const words = ["prompts", "compare", "brief", "--since", "2026-11-01", "--url", headgate.url];
  const [shown, json, nothing] = await runCommandLines([
    words,
    [...words, "--json"],
    ["prompts", "compare", "other", "--url", headgate.url],
  ]);

  expect([shown?.code, json?.code, nothing?.code]).toEqual([0, 0, 0]);
  const result = promptsCompareSchema.parse(JSON.parse(json?.stdout ?? ""));
  expect(result.arms.approved).toMatchObject({
    // The oldest call of the original is six minutes younger than the oldest of the approved one.
    calls: 594,
    left_out: 6,
    failed: 12,
    without_cost: 1,
    without_output_tokens: 1,
  });
  expect(result.arms.original.calls).toBe(90);
  const saved = Number(result.output_tokens_saved?.difference);
  expect(saved).toBeGreaterThan(18);
  expect(saved).toBeLessThan(22);
  expect(Number(result.output_tokens_saved?.from)).toBeGreaterThan(0);
  expect(result.cost_saved?.difference).toMatch(/^0\.0000\d+$/);
  expect(shown?.stdout).toMatch(/The approved version writes \d+\.\d tokens less a call \(saved: /);
  expect(shown?.stdout).toContain("approved: the cost of 1 call is not known.");
  expect(nothing?.stdout).toContain('No call of this time was sent with a version of "other".');
});
