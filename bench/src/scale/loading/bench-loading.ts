import { configSchema } from "@headgate/contract";
import { openLedger } from "@headgate/ledger";
import { startClickHouse } from "@headgate/tests/servers";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { fillClickHouse } from "../questions/fill-clickhouse.ts";
import { loadSpool, type SpoolLoad } from "./load-spool.ts";
import { type SpoolStream, streamSpool } from "./stream-spool.ts";

const LOADER_TARGET = 100_000;
/** Of each of sixteen nodes at the peak of a billion calls a day: see `docs/explanation/capacity.md`. */
const STREAMED_A_SECOND = 2_000;
/** Rows that are there before a stream comes: what a loader looks for is looked for among them. */
const THERE_BEFORE = 1_000_000;

/** One loader from a spool into ClickHouse: of a spool that waits, and beside a stream that comes in. */
export async function benchLoading(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const shards = await startClickHouse();
  if ("reason" in shards) {
    process.stderr.write(`loading: not measured here: ${shards.reason}\n`);
    return { figures: { skipped: shards.reason }, targets: targets(undefined) };
  }
  const [server] = shards;
  if (server === undefined) throw new Error("no server was started");
  try {
    const config = configSchema.parse({
      stores: { ledger: { kind: "clickhouse", url: server.url, request_timeout_ms: 120_000 } },
    });
    const ledger = await openLedger(config.stores.ledger, { path: "" });
    try {
      const load = await loadSpool(ledger, quick ? 20_000 : 500_000, server);
      printTable("One loader, spool to ClickHouse", [load]);
      await fillClickHouse(server, quick ? THERE_BEFORE / 10 : THERE_BEFORE);
      const stream: SpoolStream = await streamSpool(ledger, server, {
        rowsPerSecond: STREAMED_A_SECOND,
        seconds: quick ? 10 : 60,
      });
      printTable("One loader beside a stream of rows", [stream]);
      return { figures: { load, stream }, targets: targets(load) };
    } finally {
      await ledger.close();
    }
  } finally {
    await server.close();
  }
}

const targets = (load: SpoolLoad | undefined): readonly Target[] => [
  {
    what: "loading: rows a second of one loader, spool to ClickHouse",
    ...{ value: load?.rows_per_second ?? null, target: `≥ ${LOADER_TARGET}` },
    met: load === undefined ? null : load.rows_per_second >= LOADER_TARGET,
  },
];
