import type { EngineName } from "../nodes/engines.ts";

/** What was seen at one node while it, or the other one, was cut off from an engine. */
export type Seen = Readonly<{
  /** Calls under the budget, and by the key that no budget covers: how many ended how; codes stand for themselves. */
  covered: Readonly<Record<string, number>>;
  free: Readonly<Record<string, number>>;
  /** Whether its control process led, when last asked; undefined where it never said. */
  leads: boolean | undefined;
  /** Most bytes that waited in its spool. */
  bytesWaiting: number | undefined;
}>;

type Statement = Readonly<{ what: string; holds: (cut: Seen, other: Seen) => boolean }>;

const answers = (ends: Readonly<Record<string, number>>): boolean => (ends.answered ?? 0) > 0;

const otherGoesOn: Statement = {
  what: "the other node goes on",
  holds: (_, { covered, free }) => answers(covered) && answers(free),
};
const callsGoOn: Statement = {
  what: "calls go on, under the budget too, and none is told of the engine",
  holds: ({ covered, free }) =>
    [covered, free].every(
      (ends) =>
        answers(ends) && ends.budgets_unavailable === undefined && ends.internal === undefined,
    ),
};

/** What the documents say of each engine's absence (docs/how-to/many-machines.md). */
export const statements: Readonly<Record<EngineName, readonly Statement[]>> = {
  counters: [
    {
      what: "calls under a hard budget get budgets_unavailable",
      holds: ({ covered }) => (covered.budgets_unavailable ?? 0) > 0,
    },
    {
      what: "calls that no budget covers go on, without the cache",
      holds: ({ free }) => answers(free) && free.budgets_unavailable === undefined,
    },
    otherGoesOn,
  ],
  state: [
    callsGoOn,
    { what: "the other node's control process leads", holds: (_, { leads }) => leads === true },
    otherGoesOn,
  ],
  ledger: [
    callsGoOn,
    {
      what: "rows wait in the node's spool, and the metrics tell how many bytes",
      holds: ({ bytesWaiting }) => bytesWaiting !== undefined && bytesWaiting > 0,
    },
    otherGoesOn,
  ],
};
