import { configSchema } from "@headgate/contract";
import { compileOverlays, loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import type { BatchItem } from "./item.ts";
import { answeredRow } from "./row-of.ts";

const config = configSchema.parse({
  providers: { anthropic: { kind: "anthropic", base_url: "http://127.0.0.1:1" } },
}).providers.anthropic;
if (config === undefined) throw new Error("no provider");
const START = Date.parse("2026-11-29T00:00:00Z");
const format = "anthropic.messages" as const;
const model = "claude-opus-4-8";
const item: BatchItem = {
  id: "req_1",
  callId: "call_1",
  keyId: "key_1",
  attribution: {},
  tags: {},
  format,
  path: "/v1/messages",
  model,
  target: { provider: "anthropic", model, format, endpoint: "/v1/messages" },
  deadlineMs: START,
  realTimeAtMs: START,
  admittedAtMs: START,
  position: 1,
  neededByMs: START,
  bodyBytes: 2,
  state: "answered",
  attempts: 1,
};
const prices = { book: loadPriceBook(), overlays: compileOverlays([]) };

test("a line that the United States alone served costs a tenth more, and so would it have in real time", () => {
  const usage = { input_tokens: 1_000_000, output_tokens: 0, inference_geo: "us" };
  const body = { id: "msg_1", type: "message", role: "assistant", model, content: [], usage };
  const row = answeredRow(
    item,
    { status: 200, body },
    {
      provider: {
        ...{ name: "anthropic", config, priceProvider: "anthropic", region: undefined },
        ...{ ownNames: undefined, batches: { kind: "unsupported", reason: "not asked here" } },
      },
      prices,
      times: { startedAtMs: START, endedAtMs: START },
    },
  );

  expect(row).toMatchObject({
    region: "us",
    charge: { list_cost: "2.750000000000" },
    baseline_cost: "5.500000000000",
  });
});
