import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { infrastructurePricesResponse, planGpusResponse } from "@headgate/contract";
import { expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { NOW_MS, openApp } from "../open-app.fixture.ts";

const HOUR_MS = 3_600_000;
const post = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

test("machines are planned from what the ledger measured; prices of the data directory outrank ours", async () => {
  const app = await openApp();
  try {
    const gauges = Array.from({ length: 28 * 24 }, (_, hour) => ({
      gauge_id: `g${hour}`,
      source: "cloudwatch_sagemaker" as const,
      at_ms: NOW_MS - (hour + 1) * HOUR_MS,
      measure: "accelerator_utilisation" as const,
      value: 0.001,
      resource: "forgotten/AllTraffic",
      hardware: "ml.g5.xlarge",
      workload: "forgotten",
      labels: {},
    }));
    const number = await app.ledger.beginImport({ startedAtMs: NOW_MS, named: ["constructed"] });
    await app.ledger.addToImport({ import: number, sequence: 0, gauges });
    await app.ledger.finishImport({
      import: number,
      finishedAtMs: NOW_MS,
      read: [],
      skips: [],
      warnings: [],
    });

    const answered = await app.ask("/api/plan/gpus", post({}));
    const plan = planGpusResponse.parse(await answered.json());

    expect(plan).toMatchObject({
      kind: "plan",
      day: "2026-11-23",
      machines: [
        { name: "forgotten", sku: "ml.g5.xlarge", judgement: "idle", measured_hours: 672 },
      ],
      changes: [{ kind: "stop", saving: { estimate: "1028.132000000000" } }],
      sources: [{ value: "$1.4084 an hour", age_days: 666 }],
    });

    await mkdir(join(app.folder, "infrastructure"), { recursive: true });
    const own = {
      provider: "sagemaker",
      region: "us-east-1",
      sources: { contract: { url: "entered by you", read_on: "2026-11-01" } },
      prices: [
        { sku: "ml.g5.xlarge", term: "on_demand", dollars_per_hour: "1", source: "contract" },
      ],
    };
    await writeFile(join(app.folder, "infrastructure", "own.json"), JSON.stringify(own));
    const { prices } = await app.read(
      "/api/infrastructure/prices?provider=sagemaker&sku=ml.g5.xlarge",
      infrastructurePricesResponse,
    );
    expect(prices).toMatchObject([
      {
        dollars_per_hour: "1.000000000000",
        standing: "own",
        age_days: 22,
        others: [{ dollars_per_hour: "1.408400000000", read_on: "2025-01-26" }],
      },
    ]);
  } finally {
    await app.close();
  }
});

test("a plan without machines says what is missing; a share above 100 percent is refused", async () => {
  const app = await openApp();
  try {
    const none = planGpusResponse.parse(await (await app.ask("/api/plan/gpus", post({}))).json());
    expect(none).toMatchObject({
      kind: "no_plan",
      reasons: [{ why: "missing", place: "machines" }],
    });

    const over = {
      name: "a",
      sku: "g5.xlarge",
      activity_percent: { from: "2026-11-01T00:00:00Z", hours: [101] },
    };
    await expectError(
      await app.ask("/api/plan/gpus", post({ machines: [over] })),
      400,
      "request_invalid",
    );
  } finally {
    await app.close();
  }
});
