import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BudgetStore, compileBudgets, openBudgets } from "@headgate/budgets";
import {
  childEnvironment,
  configSchema,
  ledgerRowSchema,
  type StoresConfig,
} from "@headgate/contract";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import { Pool } from "undici";
import { type Child, startChild } from "../gateway/child.ts";

const CLIENTS = 64;
/** A client that is refused so often one after the other has met the limit. */
const REFUSALS_IN_A_ROW = 15;
const CALL_TIMEOUT_MS = 4_000;
/** The gateway holds a lease a minute beyond the call's own time. */
const LEASES_END_WITHIN_MS = CALL_TIMEOUT_MS + 60_000 + 15_000;

/** What was found; money in picodollars. */
export type Held = Readonly<{
  calls: number;
  answered: number;
  refused: number;
  left: number;
  failed: number;
  limit: bigint;
  /** The most that was ever spent and held at one time, by looks at the store. */
  mostInUse: bigint;
  /** What the recorded attempts cost, where that is known. */
  recorded: bigint;
  overshoot: bigint;
  leasesLeft: number;
  refusedWithRoom: number;
  fallbacks: number;
  unknown: number;
  seconds: number;
}>;

type Setting = Readonly<{
  gateways: number;
  /** Where the budget is kept. */
  counters: StoresConfig["counters"];
  /** What else happens while a gateway is killed. */
  meanwhile?: () => Promise<void>;
}>;

/**
 * 64 clients against one key at gateways of one data directory, until the budget is spent: with
 * fallbacks, broken connections, streams that clients leave, and one gateway killed in the middle.
 */
export async function holdToLimit(
  limit: string,
  seed: number,
  { gateways: count, counters, meanwhile }: Setting = { gateways: 2, counters: { kind: "local" } },
): Promise<Held> {
  const data = mkdtempSync(join(tmpdir(), "headgate-bench-budgets-"));
  const directory = dataDirectory(data);
  const state = await openSqliteState({ path: directory.state });
  const { secret } = await state.createKey({
    ...{ name: "bench", attribution: { team: "bench" }, tags: {}, nowMs: Date.now() },
  });
  await state.publishKeys(directory.keys);
  await state.close();
  const upstream = await startChild("../budgets/troubled-upstream.ts", [String(seed)], 1);
  const config = configSchema.parse({
    listen: { port: 0 },
    providers: {
      openai: {
        ...{ kind: "openai", base_url: `${upstream.url}/v1`, api_key: "sk-bench" },
        simulated: true,
      },
    },
    models: { chat: ["openai/gpt-4o-mini", "openai/gpt-4.1", "openai/gpt-4.1-nano"] },
    retries: { attempts_per_target: 1 },
    // Troubles are by chance here, and never a provider that is down.
    circuit_breaker: { failures: 1_000_000 },
    limits: { call_timeout_ms: CALL_TIMEOUT_MS },
    stores: { counters },
    budgets: [{ name: "bench", match: { team: "bench" }, limit, window: "month" }],
  });
  const start = (): Promise<Child> =>
    startChild(join(import.meta.dirname, "../../../apps/gateway/dist/main.js"), [], 0, {
      [childEnvironment.config]: JSON.stringify(config),
      [childEnvironment.data]: data,
      HEADGATE_LOG_LEVEL: "fatal",
    });
  const gateways: Child[] = [];
  while (gateways.length < count) gateways.push(await start());
  const store = await openBudgets({
    ...{ path: directory.budgets, counters: config.stores.counters, told: () => undefined },
  });
  const [budget] = compileBudgets(config.budgets);
  if (budget === undefined) throw new Error("no budget is configured");
  // As control does, which finds nothing that was spent before.
  await store.open(budget.id, [], Date.now());

  const startedAt = performance.now();
  const looks = watchUse(store, budget.id);
  const run = await runClients(gateways, secret, async () => {
    const killed = gateways[1];
    if (killed === undefined) return;
    const exited = new Promise((resolve) => killed.process.once("exit", resolve));
    killed.process.kill("SIGKILL");
    await Promise.all([exited, meanwhile?.()]);
    gateways[1] = await start();
  });
  const mostInUse = await looks.stop();
  const seconds = (performance.now() - startedAt) / 1_000;
  const leasesLeft = await leasesLeftAfterTheirTime(store);
  for (const gateway of gateways) await gateway.stop();
  await store.close();
  await upstream.stop();
  const rows = readRows(directory.spool);
  rmSync(data, { recursive: true, force: true });

  let recorded = 0n;
  for (const { charge } of rows) {
    if (charge.effective_cost !== null) recorded += parseDollars(charge.effective_cost);
  }
  const most = mostInUse > recorded ? mostInUse : recorded;
  return {
    ...run,
    limit: budget.limit,
    mostInUse,
    recorded,
    overshoot: most > budget.limit ? most - budget.limit : 0n,
    leasesLeft,
    fallbacks: rows.filter(({ attempt }) => attempt > 0).length,
    unknown: rows.filter(({ charge }) => charge.effective_cost === null).length,
    seconds,
  };
}

type Run = Pick<Held, "calls" | "answered" | "refused" | "left" | "failed" | "refusedWithRoom">;

async function runClients(
  gateways: readonly Child[],
  secret: string,
  inTheMiddle: () => Promise<void>,
): Promise<Run> {
  const pools = new Map<string, Pool>();
  const poolOf = (client: number): Pool => {
    const url = gateways[client % gateways.length]?.url ?? "";
    const pool = pools.get(url) ?? new Pool(url, { connections: CLIENTS });
    pools.set(url, pool);
    return pool;
  };
  const count = { calls: 0, answered: 0, refused: 0, left: 0, failed: 0 };
  const refusals: string[] = [];
  let middle: Promise<void> | undefined;

  const call = async (client: number, turn: number): Promise<boolean> => {
    const stream = turn % 2 === 0;
    const leaves = stream && (client + turn) % 3 === 0;
    const leaving = new AbortController();
    try {
      const { statusCode, headers, body } = await poolOf(client).request({
        path: "/v1/chat/completions",
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({
          ...{ model: "chat", stream, max_tokens: 200 },
          messages: [{ role: "user", content: `word ${client} `.repeat(5 + (turn % 40)) }],
        }),
        signal: leaving.signal,
      });
      if (statusCode === 402) {
        await body.dump();
        refusals.push(String(headers["x-headgate-budget"]));
        count.refused += 1;
        return false;
      }
      for await (const _ of body) if (leaves) leaving.abort();
      if (statusCode === 200) count.answered += 1;
      else count.failed += 1;
    } catch {
      // It left itself, or its gateway was killed: both are part of the bench, and counted.
      if (leaving.signal.aborted) count.left += 1;
      else count.failed += 1;
    }
    return true;
  };
  const client = async (number: number): Promise<void> => {
    let refusedInARow = 0;
    for (let turn = 0; refusedInARow < REFUSALS_IN_A_ROW; turn += 1) {
      count.calls += 1;
      if (count.calls === CLIENTS * 8) middle = inTheMiddle();
      refusedInARow = (await call(number, turn)) ? 0 : refusedInARow + 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  await middle;
  for (const pool of pools.values()) await pool.destroy();
  return { ...count, refusedWithRoom: refusedWithRoom(refusals) };
}

/** Refusals while more than the largest lease was free. */
function refusedWithRoom(refusals: readonly string[]): number {
  const read = refusals.map((text) => {
    const members = new Map(text.split("; ").map((one) => one.split("=") as [string, string]));
    const amount = (name: string): bigint => parseDollars(members.get(name) ?? "");
    return {
      free: amount("limit") - amount("spent") - amount("leased"),
      asked: amount("asked"),
    };
  });
  const largest = read.reduce((most, { asked }) => (asked > most ? asked : most), 0n);
  return read.filter(({ free }) => free > largest).length;
}

function watchUse(store: BudgetStore, budget: string): { stop: () => Promise<bigint> } {
  let most = 0n;
  let stopped = false;
  const look = async (): Promise<void> => {
    // A server that was killed is looked at again when it is back.
    const standings = (await store.standings([budget], 0).catch(() => undefined)) ?? [];
    const inUse = standings.reduce((total, { spent, leased }) => total + spent + leased, 0n);
    if (inUse > most) most = inUse;
  };
  const watching = (async () => {
    while (!stopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await look();
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return most;
    },
  };
}

async function leasesLeftAfterTheirTime(store: BudgetStore): Promise<number> {
  const until = Date.now() + LEASES_END_WITHIN_MS;
  for (;;) {
    const count = await store.leases().then(
      (leases) => leases.count,
      () => Number.NaN,
    );
    if (count === 0 || Date.now() > until) return count;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const readRows = (spool: string) =>
  readdirSync(spool, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".spool"))
    .flatMap((path) => readFileSync(join(spool, path), "utf8").split("\n"))
    // The line that a killed process was writing ends without its checksum's text.
    .filter((line) => line.endsWith("}"))
    .map((line) => ledgerRowSchema.parse(JSON.parse(line.slice(line.indexOf(" ") + 1))));
