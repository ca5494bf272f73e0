import { setTimeout as delay } from "node:timers/promises";
import type { EngineName } from "../nodes/engines.ts";
import type { Fleet } from "../nodes/fleet.ts";
import type { CallEnd } from "../nodes/send-call.ts";
import { secondsUntil } from "../nodes/wait-until.ts";
import type { CuttableProxy } from "./cuttable-proxy.ts";
import type { Seen } from "./statements.ts";

/** At each node and with each key. */
const CLIENTS = 4;
const COME_AGAIN_MS = 50;
const STATUS_EVERY_MS = 500;
const LONGEST_MS = 90_000;

export type CutOff = Readonly<{
  cut: Seen;
  other: Seen;
  /** From the moment the network was whole until the node took calls under the budget; undefined where it never did. */
  callsAgainS: number | undefined;
  /** Until its control process answered and nothing waited in its spool. */
  caughtUpS: number | undefined;
}>;

/** Calls go to both nodes while the first cannot reach one engine, and until it has caught up. */
export async function cutOff(
  fleet: Fleet,
  proxy: CuttableProxy,
  about: Readonly<{ engine: EngineName; forMs: number; settled: Set<string> }>,
): Promise<CutOff> {
  const traffic = startTraffic(fleet, about.engine, about.settled);
  try {
    // Some calls while all is whole, so that connections are there to be cut.
    await delay(1_000);
    traffic.forget();
    proxy.cut();
    await delay(about.forMs);
    const [cut, other] = traffic.seen();
    proxy.heal();
    const began = performance.now();
    const since = () => (performance.now() - began) / 1000;
    const user = `${about.engine}-healed`;
    const callsAgain = await secondsUntil(async () => {
      const end = await fleet.send(0, { user, stream: false, words: 5 });
      if (end.kind === "answered") about.settled.add(end.responseId);
      return end.kind === "answered";
    }, LONGEST_MS);
    const callsAgainS = callsAgain === undefined ? undefined : since();
    await traffic.stop();
    const caughtUp = await secondsUntil(async () => {
      const status = await fleet.nodes[0]?.status();
      return status !== undefined && status.loader.bytes_waiting === 0;
    }, LONGEST_MS);
    const caughtUpS = caughtUp === undefined ? undefined : since();
    if (cut === undefined || other === undefined) throw new Error("there must be two nodes");
    return { cut, other, callsAgainS, caughtUpS };
  } finally {
    proxy.heal();
    await traffic.stop();
  }
}

type Tally = {
  covered: Record<string, number>;
  free: Record<string, number>;
  leads: boolean | undefined;
  bytesWaiting: number | undefined;
};

const empty = (): Tally => ({
  ...{ covered: {}, free: {}, leads: undefined, bytesWaiting: undefined },
});

function startTraffic(fleet: Fleet, engine: EngineName, settled: Set<string>) {
  let tallies = fleet.nodes.map(empty);
  let stopped = false;
  const client = async (node: number, number: number, free: boolean): Promise<void> => {
    // A user each: no budget is spent here.
    const user = `${engine}-${node}-${number}${free ? "-free" : ""}`;
    for (let turn = 0; !stopped; turn += 1) {
      const tally = tallies[node];
      const call = { user: `${user}-${turn}`, stream: turn % 2 === 0, words: turn % 40, free };
      const end = await fleet.send(node, call);
      if (end.kind === "answered") settled.add(end.responseId);
      const ends = free ? tally?.free : tally?.covered;
      const word = wordOf(end);
      if (ends !== undefined) ends[word] = (ends[word] ?? 0) + 1;
      await delay(COME_AGAIN_MS);
    }
  };
  const look = async (node: number): Promise<void> => {
    while (!stopped) {
      const tally = tallies[node];
      const leads = await fleet.nodes[node]?.metric("headgate_control_leads");
      const waiting = await fleet.nodes[node]?.metric("headgate_loader_bytes_waiting");
      if (tally !== undefined && leads !== undefined) tally.leads = leads === 1;
      if (tally !== undefined && waiting !== undefined) {
        tally.bytesWaiting = Math.max(waiting, tally.bytesWaiting ?? waiting);
      }
      await delay(STATUS_EVERY_MS);
    }
  };
  const running = Promise.all(
    [...fleet.nodes.keys()].flatMap((node) => [
      look(node),
      ...Array.from({ length: CLIENTS }, (_, number) => [
        client(node, number, false),
        client(node, number, true),
      ]).flat(),
    ]),
  );
  return {
    forget: () => {
      tallies = fleet.nodes.map(empty);
    },
    seen: (): readonly Seen[] => structuredClone(tallies),
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

const wordOf = (end: CallEnd): string =>
  end.kind === "unavailable" ? (end.code ?? `HTTP ${end.status}`) : end.kind;
