import { configSchema } from "@headgate/contract";
import { pino } from "pino";
import { expect, test } from "vitest";
import { createEngineWatch } from "./engine-watch.ts";
import { createStoreErrors } from "./store-errors.ts";

const NOW_MS = 1_000_000;
const { stores } = configSchema.parse({
  stores: {
    ledger: { kind: "clickhouse", url: "http://ch.internal:8123" },
    state: { kind: "postgres", url: "postgres://pg.internal/headgate" },
  },
});

const watchOf = (ledgerMs: number | undefined, stateSkewMs: number | undefined) =>
  createEngineWatch({
    stores,
    ledger: {
      extent: async () => ({
        ...{ rows: 0, firstRowAtMs: undefined, lastRowAtMs: undefined },
        ...{ billsFromMs: undefined, billsToMs: undefined, billsDailyToMs: undefined },
      }),
    },
    ledgerClockMs: async () => {
      if (ledgerMs === undefined) throw new Error("it does not tell");
      return ledgerMs;
    },
    state: { keysVersion: async () => 1 },
    stateSkewMs: () => stateSkewMs,
    storeErrors: createStoreErrors(),
    nowMs: () => NOW_MS,
    log: pino({ level: "silent" }),
  });

test("servers whose clocks are further than two seconds from this machine's are told of, and how far each is", async () => {
  const engines = watchOf(NOW_MS - 5_000, 3_000);

  expect(await engines.servers()).toMatchObject([
    {
      part: "ledger",
      not_answering_since: null,
      problem: expect.stringMatching(/by -5000 ms.*NTP/),
    },
    { part: "state", not_answering_since: null, problem: expect.stringMatching(/by 3000 ms.*NTP/) },
  ]);
  expect(engines.skews()).toEqual([
    { part: "ledger", skewMs: -5_000 },
    { part: "state", skewMs: 3_000 },
  ]);
});

test("a clock within two seconds is no trouble, and one that is not known is no number", async () => {
  const near = watchOf(NOW_MS + 1_900, -100);
  const unknown = watchOf(undefined, undefined);

  expect(await near.servers()).toMatchObject([{ problem: null }, { problem: null }]);
  expect(await unknown.servers()).toMatchObject([{ problem: null }, { problem: null }]);
  expect(unknown.skews()).toEqual([]);
});
