import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerRow } from "@headgate/contract";
import { configSchema } from "@headgate/contract";
import { compileOverlays, loadPriceBook } from "@headgate/pricing";
import { onTestFinished } from "vitest";
import type { BatchItem, NewItem } from "../item.ts";
import type { BatchPorts, BatchProblem } from "../ports.ts";
import { defaultBatchSettings } from "../settings.ts";
import { openBatchStore } from "../sqlite/open-batch-store.ts";
import type { BatchStore } from "../store.ts";
import { type BatchRunner, createBatchRunner } from "./batch-runner.ts";
import { answerTo, StandIn } from "./stand-in.fixture.ts";

const book = loadPriceBook();
export const HOUR = 3_600_000;
export const START = Date.parse("2026-11-29T00:00:00Z");

/** A runner over a store of its own, a stand-in of a provider, and a clock that the test sets. */
export async function openRun(
  settings: Partial<typeof defaultBatchSettings> = {},
  limits: ConstructorParameters<typeof StandIn>[2] = {},
) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-batch-run-"));
  const store: BatchStore = await openBatchStore({
    path: join(folder, "batch.sqlite"),
    durability: "process",
  });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const clock = { ms: START };
  const api = new StandIn(() => clock.ms, HOUR, limits);
  const rows = new Map<string, LedgerRow[]>();
  const asked: string[] = [];
  const problems: BatchProblem[] = [];
  const config = configSchema.parse({
    providers: {
      openai: { kind: "openai", base_url: "http://127.0.0.1:9", api_key: "x", simulated: true },
    },
  }).providers.openai;
  if (config === undefined) throw new Error("no provider");
  let markers = 0;
  const ports: BatchPorts = {
    store,
    settings: () => ({ ...defaultBatchSettings, ...settings }),
    provider: (name) =>
      name === "openai"
        ? {
            ...{ name, config, priceProvider: "openai", region: undefined, ownNames: undefined },
            batches: { kind: "supported", api },
          }
        : undefined,
    prices: () => ({ book, overlays: compileOverlays([]) }),
    ask: async (item: BatchItem, body) => {
      asked.push(item.id);
      const json = JSON.parse(Buffer.from(body).toString("utf8"));
      const answer = Buffer.from(JSON.stringify(answerTo({ body: json })));
      return { kind: "answered", result: { status: 200, body: answer } };
    },
    room: async () => undefined,
    filled: () => undefined,
    record: async (row) => {
      rows.set(row.row_id, [...(rows.get(row.row_id) ?? []), row]);
    },
    release: async () => undefined,
    hold: async () => undefined,
    ended: () => undefined,
    problem: (problem) => void problems.push(problem),
    nowMs: () => clock.ms,
    newMarker: () => {
      markers += 1;
      return `hg-${markers}`;
    },
  };
  let runner: BatchRunner = createBatchRunner(ports);
  return {
    ...{ store, clock, api, asked, problems, ports },
    /** Rows by their ids, each as often as it was written. */
    rows,
    /** Until all that is due at this moment has come to its end, also what is asked in real time. */
    tick: async () => {
      do await runner.tick();
      while (await runner.idle());
    },
    /** One tick, whatever is under way. */
    look: () => runner.tick(),
    /** Lets what is under way go on until something holds. */
    until: async (holds: () => boolean) => {
      while (!holds()) await new Promise(setImmediate);
    },
    close: () => runner.close(),
    /** As if the process had died and another one had begun. */
    restart: (changed: Partial<BatchPorts> = {}) => {
      runner = createBatchRunner({ ...ports, ...changed });
    },
    stateOf: async (item: NewItem) => (await store.item(item.id, item.keyId))?.state,
    textOf: async (item: NewItem) =>
      Buffer.from((await store.results([item.id])).get(item.id)?.body ?? []).toString("utf8"),
  };
}
