import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "@headgate/planner";
import type { Engines } from "../nodes/engines.ts";
import type { Fleet } from "../nodes/fleet.ts";
import type { Clients } from "../nodes/run-clients.ts";
import type { Node } from "../nodes/run-node.ts";
import { secondsUntil } from "../nodes/wait-until.ts";

export const troubleKinds = ["gateway", "counters", "loader", "leader"] as const;
type TroubleKind = (typeof troubleKinds)[number];

/** One `kill -9`, and the seconds until all was well again; undefined when that did not come in a minute. */
export type Trouble = Readonly<{ kind: TroubleKind; recoveredS: number | undefined }>;

const LONGEST_MS = 60_000;
const REST_MS = { least: 300, most: 3_000 };
/** So often two of different kinds come at once. */
const TOGETHER = 0.3;

/**
 * Kills, one after the other and sometimes two at once, until the time is over. A seed gives the same order
 * of kinds, nodes and rests.
 */
export async function makeTrouble(
  { fleet, engines, clients }: Readonly<{ fleet: Fleet; engines: Engines; clients: Clients }>,
  { seed, forMs }: Readonly<{ seed: number; forMs: number }>,
): Promise<readonly Trouble[]> {
  const random = seededRandom(seed);
  const until = performance.now() + forMs;
  const troubles: Trouble[] = [];
  let bag: TroubleKind[] = [];
  const draw = (): TroubleKind => {
    if (bag.length === 0) bag = shuffled(troubleKinds, random);
    return bag.pop() ?? "gateway";
  };
  const once = async (kind: TroubleKind): Promise<void> => {
    const node = fleet.nodes[Math.floor(random() * fleet.nodes.length)];
    if (node === undefined) throw new Error("there are no nodes");
    const recoveredS = await recoveries[kind]({ fleet, engines, clients, node });
    troubles.push({ kind, recoveredS });
    process.stderr.write(`  ${kind}: ${recoveredS?.toFixed(2) ?? "not"} s\n`);
  };
  while (performance.now() < until) {
    const kinds = random() < TOGETHER ? [draw(), draw()] : [draw()];
    await Promise.all([...new Set(kinds)].map(once));
    await delay(REST_MS.least + random() * (REST_MS.most - REST_MS.least));
  }
  return troubles;
}

type Place = Readonly<{ fleet: Fleet; engines: Engines; clients: Clients; node: Node }>;

const recoveries: Readonly<Record<TroubleKind, (place: Place) => Promise<number | undefined>>> = {
  /** Until the node answers a call again. */
  gateway: async ({ fleet, clients, node }) => {
    node.kill("gateway");
    return secondsUntil(() => answersAt(fleet, clients, fleet.nodes.indexOf(node)), LONGEST_MS);
  },
  /** It is started again at once. Until every node holds calls in it again. */
  counters: async ({ fleet, engines, clients }) => {
    const began = performance.now();
    await engines.counters.restart();
    const serverS = (performance.now() - began) / 1000;
    const nodes = await Promise.all(
      fleet.nodes.map((_, node) => secondsUntil(() => answersAt(fleet, clients, node), LONGEST_MS)),
    );
    return latest(nodes, serverS);
  },
  /** Until a new process has loaded rows of the node's spool. */
  loader: async ({ node }) => {
    const killed = node.kill("control");
    return secondsUntil(async () => {
      if (node.pidOf("control") === killed) return false;
      const status = await node.status();
      return status !== undefined && status.loader.rows_added > 0;
    }, LONGEST_MS);
  },
  /** Until another process leads. */
  leader: async ({ fleet }) => {
    const leading = await leaderOf(fleet);
    const node = fleet.nodes.find((one) => one.pidOf("control") === leading);
    if (node === undefined) return undefined;
    node.kill("control");
    return secondsUntil(async () => {
      const now = await leaderOf(fleet);
      return now !== undefined && now !== leading;
    }, LONGEST_MS);
  },
};

/** Whether a call under the hot budget is answered or refused there: both need gateway and counters. */
async function answersAt(fleet: Fleet, clients: Clients, node: number): Promise<boolean> {
  const end = await fleet.send(node, { user: clients.user(), stream: false, words: 5 });
  clients.count(end);
  return end.kind === "answered" || end.kind === "refused";
}

/** The process id of the control process that leads, as those who answer say. */
async function leaderOf(fleet: Fleet): Promise<number | undefined> {
  const told = await Promise.all(fleet.nodes.map((node) => node.status()));
  for (const status of told) {
    const leader = status?.control_processes?.find(({ leads }) => leads);
    if (leader !== undefined) return Number(leader.node.split("-").at(-1));
  }
  return undefined;
}

function latest(seconds: readonly (number | undefined)[], beforeS: number): number | undefined {
  const known = seconds.filter((one) => one !== undefined);
  return known.length < seconds.length ? undefined : beforeS + Math.max(...known);
}

function shuffled<One>(all: readonly One[], random: () => number): One[] {
  return all
    .map((one) => ({ one, at: random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ one }) => one);
}
