import { type BatchesResponse, batchesResponse, type LedgerRow } from "@headgate/contract";
import { chargeToWire, loadPriceBook, rateUsage } from "@headgate/pricing";
import { expect, test } from "vitest";
import { ledgerRow } from "../../ledger-row.fixture.ts";
import { NOW_MS, openApp } from "../../open-app.fixture.ts";

const HOUR = 3_600_000;
const model = "claude-haiku-4-5";
const book = loadPriceBook();

/** A call of a key in real time that read so much of its prompt from the provider's cache: constructed. */
function called(id: string, row: Partial<LedgerRow>, usage: LedgerRow["usage"]): LedgerRow {
  const started_at_ms = row.started_at_ms ?? NOW_MS - HOUR;
  const charge = rateUsage(book, {
    ...{ provider: "anthropic", models: [model], usage, usageOrigin: "provider" },
    ...{ operation: "chat", atMs: started_at_ms },
    ...(row.service_tier !== undefined && { serviceTier: row.service_tier }),
  });
  return ledgerRow({
    ...{ call_id: id, provider: "anthropic", request_model: model, key_id: "key-1" },
    ...{ response_model: `${model}-20251001`, started_at_ms, usage },
    ...row,
    charge: chargeToWire(charge),
  });
}

const cached = { input: 100, cache_read: 9_000, cache_write_5m: 900, output: 100 };
const plain = { input: 10_000, output: 100 };
const many = (name: string, row: Partial<LedgerRow>, usage: LedgerRow["usage"]) =>
  Array.from({ length: 25 }, (_, index) => called(`${name}-${index}`, row, usage));

const request = (id: string, keyId: string) => ({
  ...{ id, callId: `call-${id}`, keyId, attribution: {}, tags: {} },
  ...{ format: "anthropic.messages" as const, path: "/v1/messages", model },
  deadlineMs: NOW_MS + 24 * HOUR,
  body: Buffer.from(JSON.stringify({ model, max_tokens: 100, messages: [] })),
  target: {
    ...{ provider: "anthropic", model, endpoint: "/v1/messages" },
    format: "anthropic.messages" as const,
  },
});

async function decided(
  rows: readonly LedgerRow[],
  batch: object,
  keys: readonly string[],
): Promise<Pick<BatchesResponse, "kept_in_real_time">> {
  const opened = await openApp({
    config: {
      providers: { anthropic: { kind: "anthropic", base_url: "http://127.0.0.1:9", api_key: "x" } },
      batch,
    },
  });
  await opened.ledger.append({ rows, cursors: [] });
  for (const key of keys) await opened.batches.admit([request(`for-${key}`, key)]);
  const { kept_in_real_time } = await opened.read("/api/batches", batchesResponse);
  await opened.close();
  return { kept_in_real_time };
}

test("requests like those that read most of their prompts from the cache stay in real time; others wait", async () => {
  const rows = [
    ...many("cached", {}, cached),
    ...many("plain", { key_id: "key-2" }, plain),
    // What batches used says nothing of what real time reads.
    ...many("batch", { service_tier: "batch" }, plain),
    // Too few to tell.
    ...many("few", { key_id: "key-3" }, cached).slice(0, 5),
  ];
  const keys = ["key-1", "key-2", "key-3"];
  expect(await decided(rows, {}, keys)).toEqual({ kept_in_real_time: { cache_is_cheaper: 1 } });
  expect(await decided(rows, { real_time_if_cheaper: false }, keys)).toEqual({
    kept_in_real_time: {},
  });
});
