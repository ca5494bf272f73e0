import { formatDollars, picodollars } from "@headgate/money";
import { startRedis } from "@headgate/tests/servers";
import { type Held, holdToLimit } from "../../budgets/hold-to-limit.ts";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { type CostOfCounters, costOfCounters } from "./cost-of-counters.ts";
import { type CostOfHolding, costOfHolding } from "./cost-of-holding.ts";
import { countersOn } from "./counters-on.ts";

const MOST_CPU_MICROSECONDS = 60;
const GATEWAYS = 4;

/** Four gateways on one hot budget, with kills; and what a call costs that is held in shared counters. */
export async function benchCounters(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const server = await startRedis();
  if ("reason" in server) {
    process.stderr.write(`counters: not measured here: ${server.reason}\n`);
    return {
      figures: { skipped: server.reason },
      targets: targets(undefined, undefined, undefined),
    };
  }
  try {
    process.stderr.write(`counters: 64 clients, ${GATEWAYS} gateways, one budget, kills\n`);
    const held = await holdToLimit(quick ? "0.20" : "0.80", 1, {
      gateways: GATEWAYS,
      counters: countersOn(server),
      meanwhile: () => server.restart(),
    });
    printTable("Held to a limit by four gateways", [heldLine(held)]);
    const holding = await costOfHolding(server, quick ? 5_000 : 50_000);
    printTable("Cost of holding and settling one call in shared counters", [holding]);
    const cost = await costOfCounters(server, quick);
    printTable(
      "The gateway under no budget, its own, and a shared one (64 connections)",
      cost.rows,
    );
    return {
      figures: { held: heldLine(held), holding, cost },
      targets: targets(held, holding, cost),
    };
  } finally {
    await server.close();
  }
}

const money = (amount: bigint): string => formatDollars(picodollars(amount));

const heldLine = (held: Held) => ({
  ...held,
  limit: money(held.limit),
  mostInUse: money(held.mostInUse),
  recorded: money(held.recorded),
  overshoot: money(held.overshoot),
});

function targets(
  held: Held | undefined,
  holding: CostOfHolding | undefined,
  cost: CostOfCounters | undefined,
): readonly Target[] {
  const atMost = (what: string, value: number | undefined, most: number): Target => ({
    ...{ what, value: value ?? null, target: most === 0 ? "0" : `≤ ${most}` },
    met: value === undefined || Number.isNaN(value) ? null : value <= most,
  });
  return [
    atMost(
      "counters: overshoot of one budget at four gateways, dollars",
      held && Number(held.overshoot) / 1e12,
      0,
    ),
    atMost("counters: leases left after their time", held?.leasesLeft, 0),
    atMost(
      "counters: CPU of holding and settling a call, µs",
      holding?.cpuMicroseconds,
      MOST_CPU_MICROSECONDS,
    ),
    atMost("counters: scripts a call waits for", holding?.scriptsToHold, 1),
    {
      what: "counters: CPU of the gateway's process a call beside no budgets, µs",
      ...{ value: cost?.addedCpuMicroseconds ?? null, target: "reported", met: null },
    },
  ];
}
