import { deferredSchema, experimentsReport, savingsReport } from "@headgate/contract";
import { parseDollars, subtract, sum } from "@headgate/money";
import { type Simulator, startSimulator } from "@headgate/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

let simulator: Simulator;
let stack: Stack;
beforeAll(async () => {
  simulator = await startSimulator({ seed: 5, batches: { durationMs: 2_000 } });
  stack = await startStack({
    config: {
      batch: { least_wait_seconds: 0, most_wait_minutes: 0 },
      policies: [
        {
          name: "routed",
          match: { project: "routed" },
          // None of these few calls is held out, and each says that it could have been.
          holdout: { route: 1e-9 },
          route: {
            ...{ mode: "on", pool: ["openai/gpt-4.1-mini"], day_one: "tiers", shadow_share: 0 },
          },
        },
      ],
    },
    providers: () => ({
      openai: {
        ...{ kind: "openai", base_url: `${simulator.url}/v1`, api_key: "sk-sim", simulated: true },
      },
    }),
  });
});
afterAll(async () => {
  await stack.stop();
  await simulator.close();
});

test("a call with a deadline is answered by the chosen model's batch, and what both levers saved adds up", async () => {
  const secret = await stack.createKey("routed", { project: "routed" });
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: { ...headers, "x-headgate-deadline": "12h" },
    body: JSON.stringify({
      model: "gpt-4o",
      messages: [
        {
          role: "system",
          content: "Classify the sentiment of the review as positive, negative or neutral.",
        },
        { role: "user", content: "The soup was cold." },
      ],
    }),
  });
  expect(response.status).toBe(202);
  const { url } = deferredSchema.parse(await response.json());
  const answer = await fetch(`${stack.url}${url}?wait=60`, { headers });
  expect(await answer.json()).toMatchObject({ model: expect.stringContaining("gpt-4.1-mini") });

  const totals = await stack.settled(1, "routed");
  const range = "from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&project=routed";
  const { rows } = savingsReport.parse(
    await stack.api(`/api/reports/savings?${range}&grain=month`),
  );
  expect(rows.map(({ lever }) => lever).sort()).toEqual(["batch", "route"]);
  expect(sum(rows.map(({ saved }) => parseDollars(saved)))).toBe(
    subtract(parseDollars(totals.baseline_cost), parseDollars(totals.effective_cost)),
  );
  expect(simulator.stats().batches.batches).toMatchObject([{ provider: "openai" }]);
  // At 16 % of the reference, and half of that.
  const share = Number(totals.effective_cost) / Number(totals.baseline_cost);
  expect(share).toBeCloseTo(0.08, 6);

  const days = `from=${new Date(Date.now() - 86_400_000).toISOString()}&to=${new Date(Date.now() + 86_400_000).toISOString()}`;
  const { experiments } = experimentsReport.parse(await stack.api(`/api/experiments?${days}`));
  expect(experiments).toMatchObject([
    {
      name: "routed/route",
      arms: { treated: { calls: 1, cost: totals.effective_cost }, held_out: { calls: 0 } },
    },
  ]);
}, 120_000);
