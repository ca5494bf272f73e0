import { modelOffersReport, proposalsReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;
const range = `from=${new Date(NOW_MS - DAY_MS).toISOString()}&to=${new Date(NOW_MS).toISOString()}`;
const cost = {
  confidence: "exact" as const,
  list_cost: "1.000000000000",
  contracted_cost: "1.000000000000",
  effective_cost: "1.000000000000",
  billed_cost: "1.000000000000",
  lines: [],
};

test("a model that no pool has is offered for the tasks that it could take, with what it would save, what the trial costs and the line to write", async () => {
  const app = await openApp();
  try {
    const call = (number: number, facts: object) =>
      ledgerRow({
        call_id: `call-${number}`,
        started_at_ms: NOW_MS - 3_600_000 + number * 1_000,
        provider: "openai",
        request_model: "gpt-4o",
        usage: { input: 100_000, output: 1_000 },
        charge: cost,
        baseline_cost: "1.000000000000",
        request_facts: facts,
      });
    await app.ledger.append({
      rows: [
        call(0, { task: "intent", tier: "micro", needs: [] }),
        call(1, { task: "intent", tier: "micro", needs: [] }),
        call(2, {}),
      ],
      cursors: [],
    });

    const report = await app.read(`/api/models/offers?${range}`, modelOffersReport);

    expect(report).toMatchObject({ calls: 3, calls_untold: 1, sampled: false });
    expect(report.models_priced).toBeLessThan(report.models / 4);
    const [best] = report.offers;
    expect(best).toMatchObject({ takes: [{ task: "intent", tier: "micro", calls: 2 }] });
    expect(best?.takes[0]?.assumed_able).toBe(true);
    // Two dollars less what they would have cost there; a day is a whole one, and a month has 730 hours.
    const saved = Number(best?.saves_per_month);
    expect(saved).toBeGreaterThan(0);
    expect(saved).toBeLessThan((2 * 730) / 24);
    expect(best?.config).toContain(best?.model ?? "?");
    expect(report.offers.map(({ model }) => model)).not.toContain("openai/gpt-4o");

    await expectError(await app.ask("/api/models/offers?from=x"), 400, "request_invalid");
  } finally {
    await app.close();
  }
});

test("a new model is offered wherever it is cheaper, however many of its tier are cheaper still", async () => {
  const app = await openApp({
    config: {
      providers: { anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com" } },
    },
  });
  try {
    const row = ledgerRow({
      ...{ call_id: "call", started_at_ms: NOW_MS - 3_600_000, provider: "anthropic" },
      ...{ request_model: "claude-opus-4-1", usage: { input: 100_000, output: 1_000 } },
      charge: { ...cost, effective_cost: "1.575000000000" },
      ...{
        baseline_cost: "1.575000000000",
        request_facts: { task: "code", tier: "flagship", needs: [] },
      },
    });
    await app.ledger.append({ rows: [row], cursors: [] });

    const { offers } = await app.read(`/api/models/offers?${range}`, modelOffersReport);

    // Priced since two months, and dearer than four others of its tier that are configured.
    const found = offers.find(({ model }) => model === "anthropic/claude-opus-5-5");
    expect(found).toMatchObject({ takes: [{ task: "code", model: "anthropic/claude-opus-4-1" }] });
    const cheaper = offers.filter(
      ({ tier, price_per_million: price }) =>
        tier === found?.tier && Number(price.input) < Number(found.price_per_million.input),
    );
    expect(cheaper.length).toBeGreaterThanOrEqual(4);
  } finally {
    await app.close();
  }
});

test("the lever proposes a configured model by what requests needed, and says what it rests on", async () => {
  const app = await openApp({
    config: { providers: { openai: { kind: "openai", base_url: "https://api.openai.com/v1" } } },
  });
  try {
    const rows = [0, 1, 2].map((number) =>
      ledgerRow({
        call_id: `call-${number}`,
        started_at_ms: NOW_MS - 3_600_000 + number * 1_000,
        provider: "openai",
        request_model: "gpt-4o",
        usage: { input: 100_000, output: 1_000 },
        charge: { ...cost, effective_cost: "3.500000000000" },
        baseline_cost: "3.500000000000",
        request_facts: { task: "intent", tier: "micro", needs: ["tools"] },
      }),
    );
    await app.ledger.append({ rows, cursors: [] });

    const { proposals } = await app.read(`/api/proposals?${range}`, proposalsReport);
    const routed = proposals.filter(({ lever }) => lever === "route");

    expect(routed.length).toBeGreaterThan(0);
    for (const { change, quality, confidence } of routed) {
      expect(change.route).toMatchObject({
        mode: "on",
        pool: [expect.stringMatching(/^openai\//)],
      });
      expect(quality.check).not.toBe("");
      expect(confidence.level).toBe("low");
    }
  } finally {
    await app.close();
  }
});
