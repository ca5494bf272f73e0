import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { onFreePorts } from "./free-port.ts";
import {
  type NoServer,
  newServerFolder,
  orReason,
  startServer,
  type TestServer,
} from "./test-server.ts";

/** ClickHouse's own engine as npm has it, and what calls a C function of it. Fetched when asked for, never a dependency. */
const PACKAGES = ["@chdb/lib-linux-x64-gnu@26.7.3-stable.1", "ffi-rs@1.3.7"];

/**
 * The library's `chdb_query_cmdline` runs clickhouse-local, whose `SYSTEM START LISTEN` opens ClickHouse's HTTP and
 * native doors (https://github.com/ClickHouse/ClickHouse/pull/101143, read 2026-11-29).
 */
const LAUNCHER = `
const { open, load, DataType } = require("ffi-rs");
const path = require("node:path");
const folder = path.dirname(require.resolve("@chdb/lib-linux-x64-gnu/package.json"));
open({ library: "chdb", path: path.join(folder, "libchdb.so") });
const [data, http, tcp, config] = process.argv.slice(2);
const forever =
  "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT sleepEachRow(3) FROM system.numbers " +
  "SETTINGS max_block_size=1, function_sleep_max_microseconds_per_block=0, max_execution_time=0 FORMAT Null";
const argv = ["clickhouse", "--path", data, "--http_port", http, "--tcp_port", tcp, "--listen_host", "127.0.0.1",
  ...(config ? ["--config-file", config] : []), "--query", forever];
load({ library: "chdb", funcName: "chdb_query_cmdline", retType: DataType.BigInt,
  paramsType: [DataType.I32, DataType.StringArray], paramsValue: [argv.length, argv] });
`;

export type ClickHouse = TestServer &
  Readonly<{
    tcpPort: number;
    /** Where it may put backups. */
    backups: string;
  }>;

/** A user beside `default`, who may do everything. Rights are as `GRANT … ON …` says them. */
export type ClickHouseUser = Readonly<{
  name: string;
  password: string;
  rights: readonly string[];
}>;

/** Where a shard listens. */
type Ports = Readonly<{ http: number; tcp: number }>;

type Cluster = Readonly<{
  installed: string;
  all: readonly Ports[];
  users: readonly ClickHouseUser[];
}>;

/**
 * Starts ClickHouse servers that know each other as the shards of the cluster `headgate`. Replication cannot be
 * had from this engine.
 */
export const startClickHouse = (
  shards = 1,
  users: readonly ClickHouseUser[] = [],
): Promise<readonly ClickHouse[] | NoServer> => orReason("ClickHouse", () => start(shards, users));

async function start(
  shards: number,
  users: readonly ClickHouseUser[],
): Promise<readonly ClickHouse[] | NoServer> {
  const installed = installOnce();
  if (typeof installed !== "string") return installed;
  return onFreePorts(2 * shards, (free) =>
    startShards({
      ...{ installed, users },
      all: Array.from({ length: shards }, (_, shard) => ({
        http: free[2 * shard] ?? Number.NaN,
        tcp: free[2 * shard + 1] ?? Number.NaN,
      })),
    }),
  );
}

/** All of them, or none: each names the others' ports. */
async function startShards(cluster: Cluster): Promise<readonly ClickHouse[]> {
  const started = await Promise.allSettled(cluster.all.map((own) => startShard(own, cluster)));
  const failed = started.find((one) => one.status === "rejected");
  const servers = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  if (failed === undefined) return servers;
  await Promise.all(servers.map((server) => server.close()));
  throw failed.reason;
}

async function startShard(own: Ports, { installed, all, users }: Cluster): Promise<ClickHouse> {
  const folder = newServerFolder("clickhouse");
  const config = join(folder, "config.xml");
  const backups = join(folder, "backups");
  const usersFile = join(folder, "users.xml");
  writeFileSync(usersFile, usersOf(users));
  writeFileSync(config, configOf(all, { backups, usersFile }));
  const url = `http://127.0.0.1:${own.http}`;
  const server = await startServer({
    program: {
      name: "ClickHouse",
      command: process.execPath,
      arguments: [
        join(installed, "launch.cjs"),
        join(folder, "data"),
        String(own.http),
        String(own.tcp),
        config,
      ],
    },
    url,
    folder,
    answers: () => pings(url),
  });
  return Object.defineProperties(server, {
    tcpPort: { value: own.tcp, enumerable: true },
    backups: { value: backups, enumerable: true },
  }) as ClickHouse;
}

/** Users of a file: this engine has no place where others could be made. */
const usersOf = (users: readonly ClickHouseUser[]): string =>
  `<clickhouse><profiles><default/></profiles><quotas><default/></quotas><users>${[
    { name: "default", password: "", rights: undefined },
    ...users,
  ]
    .map(
      ({ name, password, rights }) =>
        `<${name}><password>${password}</password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>${
          rights === undefined
            ? ""
            : `<grants>${rights.map((right) => `<query>${right}</query>`).join("")}</grants>`
        }</${name}>`,
    )
    .join("")}</users></clickhouse>`;

const configOf = (
  all: readonly Ports[],
  { backups, usersFile }: Readonly<{ backups: string; usersFile: string }>,
): string =>
  `<clickhouse><backups><allowed_path>${backups}</allowed_path></backups><users_config>${usersFile}</users_config><remote_servers><headgate>${all
    .map(({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`)
    .join("")}</headgate></remote_servers></clickhouse>`;

/** Fetches the packages into a folder of this user's, once. */
function installOnce(): string | NoServer {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { reason: "the test engine of ClickHouse is for Linux on x64 alone" };
  }
  const folder = join(homedir(), ".cache", "headgate-test-engines", "clickhouse-26.7.3-ffi-1.3.7");
  if (existsSync(folder)) return folder;
  const coming = `${folder}.${process.pid}`;
  mkdirSync(coming, { recursive: true });
  console.error("Fetching ClickHouse's test engine from npm (167 MB, once) …");
  const { status, stderr } = spawnSync(
    "npm",
    ["install", "--prefix", coming, "--no-audit", "--no-fund", "--no-save", ...PACKAGES],
    { encoding: "utf8", timeout: 900_000 },
  );
  if (status !== 0) {
    rmSync(coming, { recursive: true, force: true });
    const [first = "npm said nothing"] = stderr.trim().split("\n");
    return { reason: `ClickHouse's test engine could not be fetched: ${first}` };
  }
  writeFileSync(join(coming, "launch.cjs"), LAUNCHER);
  // Another process may have been first.
  if (existsSync(folder)) rmSync(coming, { recursive: true, force: true });
  else renameSync(coming, folder);
  return folder;
}

async function pings(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(1000) });
    return answer.ok;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
