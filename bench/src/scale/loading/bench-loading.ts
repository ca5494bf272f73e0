import { configSchema } from "@headgate/contract";
import { openLedger } from "@headgate/ledger";
import { startClickHouse } from "@headgate/tests/servers";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { loadSpool, type SpoolLoad } from "./load-spool.ts";

const LOADER_TARGET = 100_000;

/** One loader from a spool into ClickHouse. */
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
      return { figures: { load }, targets: targets(load) };
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
