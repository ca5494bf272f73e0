import { setTimeout as delay } from "node:timers/promises";
import type { Fleet } from "./fleet.ts";
import type { CallEnd } from "./send-call.ts";

const COME_AGAIN_MS = 50;
/** So many refusals one after the other, of all clients together, and the budget counts as spent. */
const SPENT_AFTER = 128;

export type ClientsRun = Readonly<{
  /** Ids of answers that a client has whole. */
  settled: ReadonlySet<string>;
  /** Of one of them, the budgets that were spent one after the other. */
  rounds: number;
  ends: Readonly<Record<CallEnd["kind"], number>>;
  /** Codes of answers that were neither given nor refused by the budget, and how many. */
  codes: Readonly<Record<string, number>>;
}>;

export type Clients = Readonly<{
  /** The user whose budget is hot at the moment. */
  user: () => string;
  /** Counts what became of a call that somebody else sent. */
  count: (end: CallEnd) => void;
  stop: () => Promise<ClientsRun>;
}>;

/**
 * Clients that call one after the other, each at one node until that fails, then at the next, as behind a
 * balancer. All spend one user's budget; when it is spent they go on as the next user.
 */
export function runClients(fleet: Fleet, clients: number): Clients {
  const settled = new Set<string>();
  const ends = { answered: 0, refused: 0, unavailable: 0, broken: 0 };
  const codes: Record<string, number> = {};
  let round = 0;
  let refusedInARow = 0;
  let stopped = false;
  const user = () => `round-${round}`;
  const count = (end: CallEnd): void => {
    ends[end.kind] += 1;
    if (end.kind === "answered") settled.add(end.responseId);
    if (end.kind === "unavailable") {
      const code = end.code ?? `HTTP ${end.status}`;
      codes[code] = (codes[code] ?? 0) + 1;
    }
  };
  const client = async (number: number): Promise<void> => {
    let node = number;
    for (let turn = 0; !stopped; turn += 1) {
      const asked = round;
      const call = { user: user(), stream: turn % 2 === 0, words: 5 + (turn % 40) };
      const end = await fleet.send(node, call);
      count(end);
      switch (end.kind) {
        case "answered":
          refusedInARow = 0;
          break;
        case "refused":
          if (asked !== round) break;
          refusedInARow += 1;
          if (refusedInARow < SPENT_AFTER) break;
          round += 1;
          refusedInARow = 0;
          break;
        case "unavailable":
        case "broken":
          node += 1;
          await delay(COME_AGAIN_MS);
          break;
        default:
          end satisfies never;
      }
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return {
    ...{ user, count },
    stop: async () => {
      stopped = true;
      await running;
      return { settled, rounds: round + 1, ends, codes };
    },
  };
}
