import { formatDollars, picodollars } from "@headgate/money";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { type Compared, compareBooks } from "../nodes/compare-books.ts";
import { type Engines, startEngines } from "../nodes/engines.ts";
import { CALL_TIMEOUT_MS, type Fleet, startFleet } from "../nodes/fleet.ts";
import { ledgerAnswers } from "../nodes/ledger-rows.ts";
import { type ClientsRun, runClients } from "../nodes/run-clients.ts";
import { secondsUntil } from "../nodes/wait-until.ts";
import { makeTrouble, type Trouble, troubleKinds } from "./troubles.ts";
import { mostOwed, watchBudget } from "./watch-budget.ts";

const NODES = 4;
const CLIENTS = 64;
const LIMIT = "0.20";
const SEED = 1;
const TROUBLED_MS = { quick: 30_000, whole: 600_000 };
/** The gateway holds a lease a minute beyond the call's own time. */
const LEASES_END_WITHIN_MS = CALL_TIMEOUT_MS + 60_000 + 15_000;
const LOADED_WITHIN_MS = 60_000;

type Found = Readonly<{
  run: ClientsRun;
  troubles: readonly Trouble[];
  compared: Compared;
  limit: bigint;
  mostInUse: bigint;
  mostOwed: bigint;
  overshoot: bigint;
  leasesLeft: number;
  /** From the last call until the ledger had all that was settled; undefined where it never had. */
  caughtUpS: number | undefined;
  seconds: number;
}>;

/** Four nodes on one hot budget while processes and the counters' server are killed; the books are compared at the end. */
export async function benchTroubled(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const engines = await startEngines();
  if ("reason" in engines) {
    process.stderr.write(`troubled: not measured here: ${engines.reason}\n`);
    return { figures: { skipped: engines.reason }, targets: targets(undefined) };
  }
  try {
    const found = await runTroubled(engines, quick ? TROUBLED_MS.quick : TROUBLED_MS.whole);
    const recoveries = recoveryTable(found.troubles);
    const { settled: _settled, ...run } = found.run;
    const books = {
      ...found.compared,
      limit: money(found.limit),
      most_in_use: money(found.mostInUse),
      most_owed: money(found.mostOwed),
      overshoot: money(found.overshoot),
      leases_left: found.leasesLeft,
      caught_up_s: found.caughtUpS ?? null,
    };
    printTable(`Calls in ${Math.round(found.seconds)} s`, [{ ...run.ends, budgets: run.rounds }]);
    printTable("Calls that were told to come again, by code", [run.codes]);
    printTable("Books, compared by the answers' ids", [books]);
    printTable("Seconds until all was well after a kill", recoveries);
    return {
      figures: { seed: SEED, seconds: found.seconds, ...run, books, recoveries },
      targets: targets(found),
    };
  } finally {
    await engines.close();
  }
}

async function runTroubled(engines: Engines, forMs: number): Promise<Found> {
  process.stderr.write(`troubled: starting ${NODES} nodes\n`);
  const fleet = await startFleet(engines, {
    ...{ nodes: NODES, limit: LIMIT, seed: SEED, connections: CLIENTS },
  });
  try {
    return await troubleFleet(fleet, engines, forMs);
  } finally {
    await fleet.stop();
  }
}

async function troubleFleet(fleet: Fleet, engines: Engines, forMs: number): Promise<Found> {
  const watch = await watchBudget(fleet);
  process.stderr.write(`troubled: ${CLIENTS} clients, kills for ${forMs / 1000} s\n`);
  const began = performance.now();
  const clients = runClients(fleet, CLIENTS);
  const troubles = await makeTrouble({ fleet, engines, clients }, { seed: SEED, forMs });
  const run = await clients.stop();
  const seconds = (performance.now() - began) / 1000;

  process.stderr.write("troubled: waiting for the ledger and for leases to end\n");
  const isLoaded = async (): Promise<boolean> => {
    const has = new Set((await ledgerAnswers(engines.ledger)).map((row) => row.response_id));
    return [...run.settled].every((id) => has.has(id));
  };
  const caughtUpS = await secondsUntil(isLoaded, LOADED_WITHIN_MS);
  let leasesLeft = Number.NaN;
  await secondsUntil(async () => {
    leasesLeft = (await watch.store.leases()).count;
    return leasesLeft === 0;
  }, LEASES_END_WITHIN_MS);
  const mostInUse = await watch.stop();
  await watch.close();
  const given = await fleet.providerAnswers();
  const owed = mostOwed(given);
  const most = mostInUse > owed ? mostInUse : owed;
  const { limit } = fleet.budget;
  return {
    ...{ run, troubles, limit, mostInUse, mostOwed: owed, leasesLeft, caughtUpS, seconds },
    compared: compareBooks(
      run.settled,
      new Set(given.map(({ id }) => id)),
      await ledgerAnswers(engines.ledger),
    ),
    overshoot: most > limit ? most - limit : 0n,
  };
}

const money = (amount: bigint): string => formatDollars(picodollars(amount));

const recoveryTable = (troubles: readonly Trouble[]) =>
  troubleKinds.map((kind) => {
    const ofKind = troubles.filter((trouble) => trouble.kind === kind);
    const known = ofKind.flatMap(({ recoveredS }) => recoveredS ?? []).sort((a, b) => a - b);
    return {
      ...{ killed: kind, times: ofKind.length, never: ofKind.length - known.length },
      ...{ median: known[Math.floor(known.length / 2)] ?? null, worst: known.at(-1) ?? null },
    };
  });

function targets(found: Found | undefined): readonly Target[] {
  const none = (what: string, value: number | undefined): Target => ({
    ...{ what: `troubled: ${what}`, value: value ?? null, target: "0" },
    met: value === undefined ? null : value === 0,
  });
  return [
    none("overshoot of one budget at four nodes, dollars", found && Number(found.overshoot) / 1e12),
    none("settled calls lost", found?.compared.lost),
    none("settled calls doubled", found?.compared.doubled),
    none("rows of calls that the provider never had", found?.compared.invented),
    none("leases left after their time", found?.leasesLeft),
    none(
      "kills after which all was not well within a minute",
      found?.troubles.filter(({ recoveredS }) => recoveredS === undefined).length,
    ),
  ];
}
