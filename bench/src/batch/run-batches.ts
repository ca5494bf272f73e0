/** The process of the bench that runs the batches and is killed: store, spool and simulators outlive it. */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createBatchRunner, defaultBatchSettings, openBatchStore } from "@headgate/batch";
import { newCallId } from "@headgate/contract";
import { openSpool } from "@headgate/ledger";
import { compileOverlays, loadPriceBook, priceContextOf, priceProviderOf } from "@headgate/pricing";
import { batchApiFor } from "@headgate/providers";
import { batchSender } from "@headgate/upstream";
import { request } from "undici";
import { benchClock, benchProviders, STARTED } from "./bench-work.ts";

const [path = "", spoolFolder = "", url = "", start = "0", speed = "1", most = "1000"] =
  process.argv.slice(2);
const nowMs = benchClock(Number(start), Number(speed));
const book = loadPriceBook();
const overlays = compileOverlays([]);
const store = await openBatchStore({ path, durability: "process" });
const spool = await openSpool({
  ...{ directory: spoolFolder, writerId: newCallId(), segmentBytes: 8e6 },
  ...{ flushIntervalMs: 100, durability: "process" },
});
const providers = new Map(
  Object.entries(benchProviders(url)).map(([name, config]) => {
    const { send } = batchSender(config, undefined);
    const batches = batchApiFor(config, { send, nowMs, pause: () => delay(1) });
    if (batches.kind === "supported") {
      const { limits } = batches.api;
      Object.defineProperty(batches.api, "limits", {
        value: { ...limits, requests: Number(most), leastRequests: 2 },
      });
    }
    const priceProvider = priceProviderOf(name, config);
    return [name, { name, config, priceProvider, ...priceContextOf(config), batches }];
  }),
);
const runner = createBatchRunner({
  store,
  settings: () => defaultBatchSettings,
  provider: (name) => providers.get(name),
  prices: () => ({ book, overlays }),
  ask: async (item, body) => {
    const bedrock = item.target.provider === "bedrock" ? "/bedrock" : "";
    const answer = await request(`${url}${item.path}`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", authorization: "Bearer sk-x", "x-api-key": "x" },
        ...(item.target.provider === "anthropic" && { "anthropic-version": "2023-06-01" }),
      },
      body,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    return answer.statusCode >= 500
      ? { kind: "failed", reason: `${bedrock}${answer.statusCode}`, notBeforeMs: nowMs() + 60_000 }
      : { kind: "answered", result: { status: answer.statusCode, body: bytes } };
  },
  room: async () => undefined,
  filled: () => undefined,
  record: (row) => spool.append(row),
  hold: async () => undefined,
  release: async () => undefined,
  ended: () => undefined,
  problem: (problem) => process.stdout.write(`${problem}\n`),
  nowMs,
  newMarker: () => `hg-${randomBytes(12).toString("hex")}`,
});
process.stdout.write(`${STARTED}\n`);
for (;;) {
  await runner.tick().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  await delay(20);
}
