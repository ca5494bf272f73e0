import { type BenchResult, printTable, type Target } from "../../result.ts";
import { type Compared, compareBooks } from "../nodes/compare-books.ts";
import { type EngineName, type Engines, startEngines } from "../nodes/engines.ts";
import { type Fleet, startFleet } from "../nodes/fleet.ts";
import { ledgerAnswers } from "../nodes/ledger-rows.ts";
import { secondsUntil } from "../nodes/wait-until.ts";
import { type CutOff, cutOff } from "./cut-off.ts";
import { type Link, openLink } from "./link.ts";
import { statements } from "./statements.ts";

const NODES = 2;
const CONNECTIONS = 32;
const SEED = 1;
/** Longer than a leader without a heartbeat counts as one. */
const CUT_MS = { quick: 15_000, whole: 60_000 };
const LOADED_WITHIN_MS = 60_000;
const engineNames = ["counters", "state", "ledger"] as const satisfies readonly EngineName[];

type Cut = CutOff & Readonly<{ engine: EngineName; missed: readonly string[] }>;
type Found = Readonly<{ cuts: readonly Cut[]; compared: Compared }>;

/** One of two nodes is cut off from each engine in turn; what calls get, and whether all is in the ledger afterwards. */
export async function benchPartitions(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const engines = await startEngines();
  if ("reason" in engines) {
    process.stderr.write(`partitions: not measured here: ${engines.reason}\n`);
    return { figures: { skipped: engines.reason }, targets: targets(undefined) };
  }
  const link = await openLink();
  try {
    const found = await runPartitions(engines, link, quick ? CUT_MS.quick : CUT_MS.whole);
    for (const { engine, cut, other, missed } of found.cuts) {
      printTable(`Without ${engine}: how calls ended, by node and key`, [
        { node: "cut off", key: "budget", ...cut.covered },
        { node: "cut off", key: "no budget", ...cut.free },
        { node: "other", key: "budget", ...other.covered },
        { node: "other", key: "no budget", ...other.free },
      ]);
      for (const what of missed) process.stderr.write(`  MISSED: ${what}\n`);
    }
    const healed = found.cuts.map(({ engine, otherLeads, unshipped, callsAgainS, caughtUpS }) => ({
      ...{ engine, unshipped, "other leads": otherLeads === undefined ? null : String(otherLeads) },
      ...{ calls_again_s: callsAgainS ?? null, caught_up_s: caughtUpS ?? null },
    }));
    printTable("At the end of each cut, and seconds after the network was whole", healed);
    printTable("Books, compared by the answers' ids", [found.compared]);
    return {
      figures: {
        how: link.how,
        ...{ cuts: found.cuts, books: found.compared },
      },
      targets: targets(found),
    };
  } finally {
    await link.close();
    await engines.close();
  }
}

async function runPartitions(engines: Engines, link: Link, forMs: number): Promise<Found> {
  process.stderr.write(`partitions: starting ${NODES} nodes, cut off by ${link.how}\n`);
  const fleet = await startFleet(engines, {
    ...{ nodes: NODES, limit: "1000", seed: SEED, connections: CONNECTIONS },
    firstAt: link.place,
  });
  try {
    return await cutEach(fleet, engines, link, forMs);
  } finally {
    await fleet.stop();
  }
}

async function cutEach(fleet: Fleet, engines: Engines, link: Link, forMs: number): Promise<Found> {
  const settled = new Set<string>();
  const cuts: Cut[] = [];
  for (const engine of engineNames) {
    process.stderr.write(`partitions: ${engine} cut off for ${forMs / 1000} s\n`);
    const found = await cutOff(fleet, link, {
      ...{ engine, forMs, settled, ledger: engines.ledger },
    });
    const missed = statements[engine]
      .filter(({ holds }) => !holds(found))
      .map(({ what }) => `${engine}: ${what}`);
    cuts.push({ engine, ...found, missed });
  }
  await secondsUntil(async () => {
    const has = new Set((await ledgerAnswers(engines.ledger)).map((row) => row.response_id));
    return [...settled].every((id) => has.has(id));
  }, LOADED_WITHIN_MS);
  const given = await fleet.providerAnswers();
  const compared = compareBooks(
    settled,
    new Set(given.map(({ id }) => id)),
    await ledgerAnswers(engines.ledger),
  );
  return { cuts, compared };
}

function targets(found: Found | undefined): readonly Target[] {
  const none = (what: string, value: number | undefined): Target => ({
    ...{ what: `partitions: ${what}`, value: value ?? null, target: "0" },
    met: value === undefined ? null : value === 0,
  });
  const slowest = found?.cuts.map(({ caughtUpS }) => caughtUpS ?? Number.POSITIVE_INFINITY);
  return [
    none(
      "statements that did not hold",
      found?.cuts.reduce((sum, { missed }) => sum + missed.length, 0),
    ),
    none("settled calls lost", found?.compared.lost),
    none("settled calls doubled", found?.compared.doubled),
    none("nodes that did not catch up", slowest?.filter((one) => !Number.isFinite(one)).length),
    {
      what: "partitions: caught up after, s, slowest",
      value: slowest === undefined ? null : Math.max(...slowest),
      ...{ target: "reported", met: null },
    },
  ];
}
