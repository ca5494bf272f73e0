import { selfHostPlanRequest } from "@headgate/contract";
import { builtInInfrastructure, infrastructureBook, planSelfHost } from "@headgate/planner";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { findingOfSelfHost } from "./finding-of-self-host.ts";
import { adviseFor, hourlyCalls, ledgerOf, NOW_MS } from "./plans.fixture.ts";

test("an open model whose volume is below the break-even gets a no with the reason and the volume that would turn it", async () => {
  const ledger = await ledgerOf(
    hourlyCalls(() => ({ provider: "groq", request_model: "llama-3.3-70b-versatile" })),
  );
  const few = { plans: { self_host: { least_dollars_per_month: "100" } } };

  const { advice, notPlanned } = await adviseFor(ledger, few);

  expect(advice.map(({ kind }) => kind)).not.toContain("self-host");
  expect(notPlanned.find(({ kind }) => kind === "self-host")).toMatchObject({
    subject: "llama-3.3-70b-versatile",
    text: expect.stringMatching(/^No: the API is cheaper, because it is \$[\d,]+ a month hosted/),
    mend: null,
  });
  // Below what is worth a look, nothing is said of it.
  expect((await adviseFor(ledger)).notPlanned.map(({ kind }) => kind)).not.toContain("self-host");
});

test("a yes has the saving against the cheapest host of the same weights, its range, risks and where it turns", () => {
  /** A constructed host that is dear. */
  const content = {
    provider: "acme",
    sources: { acme: { url: "https://acme.example/prices", read_at: "2026-11-01" } },
    models: [{ model: "llama-3.3-70b-instruct", aliases: [] }],
    prices: [
      {
        model: "llama-3.3-70b-instruct",
        tier: "standard",
        valid_from: "2026-01-01",
        recorded_at: "2026-11-01",
        source: "acme",
        confidence: "exact",
        per_million_tokens: { input: "5", output: "5" },
      },
    ],
  };
  const plan = planSelfHost(
    selfHostPlanRequest.parse({
      model: "llama-3.3-70b",
      api_providers: ["acme"],
      accelerator: "h100",
      machine: { kind: "stated", dollars_per_hour: "2.95" },
      demand: {
        kind: "stated",
        calls_per_day: 1_000_000,
        prompt_tokens: 1000,
        answer_tokens: 300,
      },
    }),
    {
      trace: undefined,
      prices: loadPriceBook({ extra: [{ name: "acme.json", content }] }),
      infrastructure: infrastructureBook([...builtInInfrastructure()]),
      nowMs: NOW_MS,
    },
  );
  if (plan.kind !== "plan") throw new TypeError("no plan");

  const found = findingOfSelfHost({ model: "llama-3.3-70b" }, plan, "facts");

  expect(plan.answer).toBe("self_host");
  expect(found).toMatchObject({
    kind: "self-host",
    phase: "infrastructure",
    confidence: { level: "low", reason: expect.stringMatching(/not measured/) },
  });
  const saved = Number(plan.api.month.estimate) - Number(plan.self_host.month.estimate);
  expect(Number(found.dollars?.estimate)).toBeCloseTo(saved, 3);
  expect(Number(found.dollars?.low)).toBeLessThan(saved);
  expect(found.plan?.would_change[0]).toMatch(/^Break-even: it would from [\d,]+ million tokens/);
});
