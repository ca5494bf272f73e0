import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createKeyResponse, type MigrationJob, migrationJobSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { freePort } from "@headgate/tests/servers";
import { startChild } from "../../gateway/child.ts";
import { progressOf } from "../../reports/progress.ts";
import { requireRoom } from "../../reports/room-on-disk.ts";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { type Engines, startEngines } from "../nodes/engines.ts";
import { type Node, runNode } from "../nodes/run-node.ts";
import { secondsUntil } from "../nodes/wait-until.ts";
import { callMeanwhile, type Meanwhile } from "./call-meanwhile.ts";

const MILLION = 1_000_000;
/** The size that the target is about, in millions of rows. */
const TARGET_ROWS = 10;
const LONGEST_PAUSE_MS = 1_000;
const CLIENTS = 4;
const LOOK_MS = 500;
const LOADED_WITHIN_MS = 120_000;
const ADMIN_KEY = "of-this-bench-alone";

type Copy = Readonly<{ rows: number; seconds: number; rows_per_second: number; equal: boolean }>;
type Found = Readonly<{ copy: Copy; again: Copy; meanwhile: Meanwhile }>;

/**
 * Moves a ledger of so many million constructed rows and the state from files to ClickHouse and PostgreSQL, by the job that
 * `headgate migrate` starts, while clients call; then once more, for what came meanwhile.
 * @param millions 10 unless said; 0.1 of a quick run
 */
export async function benchMigrate(
  quick: boolean,
  millions: number = quick ? 0.1 : TARGET_ROWS,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const engines = await startEngines();
  if ("reason" in engines) {
    process.stderr.write(`migrate: not measured here: ${engines.reason}\n`);
    return { figures: { skipped: engines.reason }, targets: targets(undefined, millions) };
  }
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-migrate-"));
  try {
    // The file, and about as much again in ClickHouse.
    requireRoom(folder, [2 * millions]);
    const found = await measure(engines, folder, millions);
    printTable(`${millions} million constructed rows, DuckDB to ClickHouse`, [
      rowOf("while clients call", found.copy),
      rowOf("again, without calls", found.again),
    ]);
    printTable(`Calls of ${CLIENTS} clients meanwhile, ms`, [found.meanwhile]);
    return { figures: { million_rows: millions, ...found }, targets: targets(found, millions) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await engines.close();
  }
}

async function measure(engines: Engines, folder: string, millions: number): Promise<Found> {
  const { ledger } = dataDirectory(join(folder, "data"));
  mkdirSync(join(folder, "data"), { recursive: true });
  const build = fileURLToPath(new URL("../../reports/build-ledger.ts", import.meta.url));
  execFileSync(process.execPath, [...process.execArgv, build, ledger, String(millions * MILLION)], {
    stdio: "inherit",
  });
  const provider = await startChild("upstream.ts", [], 1);
  const node = await runNode(folder, {
    listen: { port: await freePort() },
    admin_key: ADMIN_KEY,
    providers: {
      openai: {
        ...{ kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-bench" },
        simulated: true,
      },
    },
    models: { chat: ["openai/gpt-4o-mini"] },
    move_to: {
      ledger: { kind: "clickhouse", url: engines.ledger.url },
      state: { kind: "postgres", url: engines.state.url },
    },
  });
  try {
    const made = await node.post("/api/keys", { name: "bench", attribution: { team: "bench" } });
    const { secret } = createKeyResponse.parse(made);
    const isUp = async (): Promise<boolean> => (await fetch(`${node.url}/readyz`)).status === 200;
    await secondsUntil(isUp, LOADED_WITHIN_MS);
    const clients = callMeanwhile(node.url, secret, CLIENTS);
    const copy = await copyOnce(node);
    const meanwhile = await clients.stop();
    const isLoaded = async (): Promise<boolean> =>
      (await node.status())?.loader.bytes_waiting === 0;
    await secondsUntil(isLoaded, LOADED_WITHIN_MS);
    return { copy, again: await copyOnce(node), meanwhile };
  } finally {
    await node.stop();
    await provider.stop();
  }
}

const rowOf = (copy: string, { equal, ...figures }: Copy) => ({
  ...{ copy, ...figures },
  equal: equal ? "yes" : "no",
});

/** @throws Error where the copy fails */
async function copyOnce(node: Node): Promise<Copy> {
  const began = performance.now();
  let job: MigrationJob = migrationJobSchema.parse(await node.post("/api/migration", {}));
  let progress: ((done: number) => void) | undefined;
  let part = "";
  while (job.state === "running") {
    await delay(LOOK_MS);
    const { part: store, table, hours, of } = job.progress;
    if (`${store} ${table}` !== part) {
      part = `${store} ${table}`;
      progress = progressOf(`migrate: ${part}, hours`, of);
    }
    if (of > 0) progress?.(hours);
    const answer = await fetch(`${node.url}/api/migration/${job.id}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });
    job = migrationJobSchema.parse(await answer.json());
  }
  if (job.result === null) throw new Error(`the copy failed: ${JSON.stringify(job.error)}`);
  const seconds = (performance.now() - began) / 1000;
  const tables = job.result.ledger?.tables ?? [];
  const rows = tables.reduce((sum, table) => sum + table.copied, 0);
  return {
    ...{ rows, seconds, rows_per_second: Math.round(rows / seconds) },
    equal: job.result.equal,
  };
}

function targets(found: Found | undefined, millions: number): readonly Target[] {
  const isSize = millions >= TARGET_ROWS;
  const pause = found?.meanwhile.longest_ms;
  return [
    {
      what: `migrate: both sides equal to the picodollar, ${millions} M rows`,
      ...{ value: found === undefined ? null : Number(found.again.equal), target: "1" },
      met: found === undefined ? null : found.again.equal,
    },
    {
      what: `migrate: longest call while ${millions} M rows were copied, ms`,
      ...{ value: pause ?? null, target: `≤ ${LONGEST_PAUSE_MS} at ${TARGET_ROWS} M` },
      met: pause === undefined || !isSize ? null : pause <= LONGEST_PAUSE_MS,
    },
    {
      what: "migrate: calls that failed meanwhile",
      ...{ value: found?.meanwhile.failed ?? null, target: "0" },
      met: found === undefined ? null : found.meanwhile.failed === 0,
    },
  ];
}
