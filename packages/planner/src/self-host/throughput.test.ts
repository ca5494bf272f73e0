import fc from "fast-check";
import { expect, test } from "vitest";
import { acceleratorIds, acceleratorNamed } from "./accelerators.ts";
import { calibrate } from "./calibrate.ts";
import { countParameters } from "./count-parameters.ts";
import type { Deployment } from "./deployment.ts";
import { openModelNamed, openModels, plainName } from "./open-models.ts";
import { serve, serveAtLimit } from "./serve.ts";
import { servingPresets } from "./serving-constants.ts";
import { mostAnswersInMemory } from "./step-times.ts";

const { tuned, stock } = servingPresets;
const call = { promptTokens: 1000, cachedTokens: 0, answerTokens: 300 };

function deployment(model = "llama-3.3-70b", accelerator = "h100", spread = 2): Deployment {
  const [found, machine] = [openModelNamed(model), acceleratorNamed(accelerator)];
  if (found === undefined || machine === undefined)
    throw new TypeError(`${model} on ${accelerator}`);
  return { shape: found.shape, accelerator: machine, spread, precision: "fp8" };
}

test("parameters that are counted from a model's shape are those that its makers state", () => {
  const billions = (id: string) => {
    const { stored, active } = countParameters(deployment(id).shape);
    return [Math.round(stored / 1e8) / 10, Math.round(active / 1e8) / 10];
  };

  expect(billions("llama-3.1-8b")[0]).toBe(8);
  expect(billions("llama-3.3-70b")[0]).toBe(70.6);
  expect(billions("llama-3.1-405b")[0]).toBeCloseTo(405.9, 0);
  expect(billions("qwen3-32b")[0]).toBe(32.8);
  expect(billions("gpt-oss-120b")).toEqual([116.8, 5.1]);
  expect(billions("deepseek-r1")[0]).toBe(671);
  expect(billions("qwen3-235b-a22b")).toEqual([235.1, 21.6]);
});

test("facts of accelerators and models are within what there is, and say where and when they were read", () => {
  for (const id of acceleratorIds()) {
    const accelerator = acceleratorNamed(id);
    expect(accelerator?.memoryGib).toBeGreaterThan(8);
    expect(accelerator?.memoryBytesPerSecond).toBeGreaterThan(1e11);
    expect(accelerator?.denseFlops.bf16).toBeGreaterThan(1e13);
    expect(accelerator?.source).toMatch(/^https:/);
    expect(accelerator?.readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  for (const { shape } of openModels()) {
    expect(shape.source).toMatch(/^https:/);
    expect(countParameters(shape).active).toBeGreaterThan(1e9);
  }
});

test("no name of a host stands for two models", () => {
  const names = openModels().flatMap((model) => model.names);

  expect(names.length).toBe(new Set(names).size);
  expect(names).toEqual(names.map(plainName));
});

test("hosts' spellings of a name lead to the same weights", () => {
  for (const name of [
    "meta-llama/Llama-3.3-70B-Instruct",
    "us.meta.llama3-3-70b-instruct-v1:0",
    "accounts/fireworks/models/llama-v3p3-70b-instruct",
  ])
    expect(openModelNamed(name)?.id).toBe("llama-3.3-70b");
  expect(openModelNamed("llama-9")).toBeUndefined();
});

test("more answers under way never take less time for a token, nor finish fewer calls", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...openModels().map(({ id }) => id)),
      fc.constantFrom(...acceleratorIds()),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 500 }),
      (model, accelerator, spread, answers) => {
        const one = deployment(model, accelerator, spread);
        const [few, more] = [answers, answers + 1].map((n) => serve(one, call, n, tuned));
        expect(more?.secondsPerToken).toBeGreaterThanOrEqual(few?.secondsPerToken ?? 0);
        expect(more?.callsPerSecond).toBeGreaterThanOrEqual((few?.callsPerSecond ?? 0) * 0.999);
      },
    ),
    { numRuns: 200 },
  );
});

test("a prompt that is cached makes no call slower", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1000 }),
      fc.integer({ min: 1, max: 100 }),
      (cachedTokens, answers) => {
        const cached = serve(deployment(), { ...call, cachedTokens }, answers, tuned);
        const plain = serve(deployment(), call, answers, tuned);
        expect(cached.callsPerSecond).toBeGreaterThanOrEqual(plain.callsPerSecond);
      },
    ),
  );
});

test("a limit on the time for a token is kept, with the most answers that keep it", () => {
  const served = serveAtLimit(deployment(), call, { secondsPerToken: 0.04 }, tuned);

  expect(served?.secondsPerToken).toBeLessThanOrEqual(0.04);
  const more = serve(deployment(), call, (served?.answers ?? 0) + 1, tuned);
  expect(more.secondsPerToken).toBeGreaterThan(0.04);
  expect(serveAtLimit(deployment(), call, { secondsPerToken: 0.001 }, tuned)).toBeUndefined();
});

test("a server as it comes has no more than 256 answers under way", () => {
  const open = { secondsPerToken: undefined };

  expect(serveAtLimit(deployment("llama-3.1-8b"), call, open, stock)?.answers).toBe(256);
  expect(serveAtLimit(deployment("llama-3.1-8b"), call, open, tuned)?.answers).toBeGreaterThan(256);
});

test("weights that do not fit leave no room for an answer", () => {
  expect(mostAnswersInMemory(deployment("llama-3.1-405b", "h100", 4), call, tuned)).toBe(0);
  expect(mostAnswersInMemory(deployment("llama-3.3-70b", "h100", 2), call, tuned)).toBeGreaterThan(
    50,
  );
});

test("a measurement that is just what was worked out changes nothing, twice as much doubles", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (answers) => {
      const worked = serve(deployment(), call, answers, tuned).callsPerSecond * call.answerTokens;
      const measured = (times: number) =>
        calibrate(deployment(), { ...call, answers, outputTokensPerSecond: worked * times }, tuned);
      expect(measured(1)).toEqual({ kind: "calibrated", scale: expect.closeTo(1, 9) });
      expect(measured(2)).toEqual({ kind: "calibrated", scale: expect.closeTo(2, 9) });
    }),
  );
});

test("a measurement that cannot be of the deployment is refused with the reason", () => {
  const anchor = { promptTokens: 1000, answerTokens: 300, answers: 16 };

  expect(calibrate(deployment(), { ...anchor, outputTokensPerSecond: 1 }, tuned)).toMatchObject({
    kind: "impossible",
    reason: expect.stringContaining("times what physics"),
  });
  expect(
    calibrate(deployment(), { ...anchor, answers: 5000, outputTokensPerSecond: 900 }, tuned),
  ).toMatchObject({ kind: "impossible", reason: expect.stringContaining("memory holds") });
});
