import {
  type ClickHouse,
  startClickHouse,
  startPostgres,
  startRedis,
  type TestServer,
} from "@headgate/tests/servers";

/** The three engines that several machines share, on loopback. */
export type Engines = Readonly<{
  counters: TestServer;
  state: TestServer;
  ledger: ClickHouse;
  close: () => Promise<void>;
}>;

export type EngineName = "counters" | "state" | "ledger";

/** Starts all three, or says which cannot be had here; what had been started is stopped then. */
export async function startEngines(): Promise<Engines | Readonly<{ reason: string }>> {
  const [counters, state, shards] = await Promise.all([
    startRedis(),
    startPostgres(),
    startClickHouse(),
  ]);
  const started: readonly TestServer[] = [
    ...("reason" in counters ? [] : [counters]),
    ...("reason" in state ? [] : [state]),
    ...("reason" in shards ? [] : shards),
  ];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.close()));
  };
  const ledger = "reason" in shards ? shards : shards[0];
  for (const engine of [counters, state, ledger]) {
    if (engine !== undefined && "reason" in engine) {
      await close();
      return { reason: engine.reason };
    }
  }
  if ("reason" in counters || "reason" in state || ledger === undefined || "reason" in ledger) {
    throw new Error("an engine neither started nor said why");
  }
  return { counters, state, ledger, close };
}
