import { setTimeout as delay } from "node:timers/promises";
import type { TestServer } from "@headgate/tests/servers";
import type { EngineName } from "../nodes/engines.ts";
import type { Fleet } from "../nodes/fleet.ts";
import { ledgerAnswers } from "../nodes/ledger-rows.ts";
import type { CallEnd } from "../nodes/send-call.ts";
import { secondsUntil } from "../nodes/wait-until.ts";
import type { Link } from "./link.ts";
import type { Ends, Seen } from "./statements.ts";

/** At each node and with each key. */
const CLIENTS = 4;
const COME_AGAIN_MS = 50;
const LONGEST_MS = 90_000;

export type CutOff = Seen &
  Readonly<{
    /** From the moment the network was whole until the node took calls under the budget; undefined where it never did. */
    callsAgainS: number | undefined;
    /** Until its control process answered and nothing waited in its spool. */
    caughtUpS: number | undefined;
  }>;

type About = Readonly<{
  engine: EngineName;
  forMs: number;
  /** Ids of whole answers, which it adds to. */
  settled: Set<string>;
  ledger: TestServer;
}>;

/** Calls go to both nodes while the first cannot reach one engine, and until it has caught up. */
export async function cutOff(fleet: Fleet, link: Link, about: About): Promise<CutOff> {
  const { engine, settled } = about;
  const traffic = startTraffic(fleet, about);
  try {
    // Some calls while all is whole, so that connections are there to be cut.
    await delay(1_000);
    traffic.forget();
    link.cut(engine);
    await delay(about.forMs);
    const seen = await look(fleet, about.ledger, traffic.tallies());
    link.heal(engine);
    const began = performance.now();
    const since = (found: number | undefined) =>
      found === undefined ? undefined : (performance.now() - began) / 1000;
    const user = `${engine}-healed`;
    const callsAgain = await secondsUntil(async () => {
      const end = await fleet.send(0, { user, stream: false, words: 5 });
      if (end.kind === "answered") settled.add(end.responseId);
      return end.kind === "answered";
    }, LONGEST_MS);
    const callsAgainS = since(callsAgain);
    await traffic.stop();
    const caughtUp = await secondsUntil(async () => {
      const status = await fleet.nodes[0]?.status();
      return status !== undefined && status.loader.bytes_waiting === 0;
    }, LONGEST_MS);
    return { ...seen, callsAgainS, caughtUpS: since(caughtUp) };
  } finally {
    link.heal(engine);
    await traffic.stop();
  }
}

type Tally = Ends & Readonly<{ ids: readonly string[] }>;

async function look(
  fleet: Fleet,
  ledger: TestServer,
  [cut, other]: readonly Tally[],
): Promise<Seen> {
  if (cut === undefined || other === undefined) throw new Error("there must be two nodes");
  const has = new Set((await ledgerAnswers(ledger)).map((row) => row.response_id));
  const status = await fleet.nodes[1]?.status();
  return {
    cut: { covered: cut.covered, free: cut.free },
    other: { covered: other.covered, free: other.free },
    otherLeads: status?.control_processes?.some(({ is_this, leads }) => is_this && leads),
    unshipped: cut.ids.filter((id) => !has.has(id)).length,
  };
}

type Counting = {
  covered: Record<string, number>;
  free: Record<string, number>;
  ids: string[];
};

const empty = (): Counting => ({ covered: {}, free: {}, ids: [] });

function startTraffic(fleet: Fleet, { engine, settled }: About) {
  let tallies = fleet.nodes.map(empty);
  let stopped = false;
  const client = async (node: number, number: number, free: boolean): Promise<void> => {
    // A user each time: no budget is spent here, and no answer comes again.
    const user = `${engine}-${node}-${number}${free ? "-free" : ""}`;
    for (let turn = 0; !stopped; turn += 1) {
      const tally = tallies[node];
      const call = { user: `${user}-${turn}`, stream: turn % 2 === 0, words: turn % 40, free };
      const end = await fleet.send(node, call);
      if (end.kind === "answered") {
        settled.add(end.responseId);
        tally?.ids.push(end.responseId);
      }
      const ends = free ? tally?.free : tally?.covered;
      const word = wordOf(end);
      if (ends !== undefined) ends[word] = (ends[word] ?? 0) + 1;
      await delay(COME_AGAIN_MS);
    }
  };
  const running = Promise.all(
    [...fleet.nodes.keys()].flatMap((node) =>
      Array.from({ length: CLIENTS }, (_, number) => [
        client(node, number, false),
        client(node, number, true),
      ]).flat(),
    ),
  );
  return {
    forget: () => {
      tallies = fleet.nodes.map(empty);
    },
    tallies: (): readonly Tally[] => structuredClone(tallies),
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

const wordOf = (end: CallEnd): string =>
  end.kind === "unavailable" ? (end.code ?? `HTTP ${end.status}`) : end.kind;
