import type { EngineName } from "../nodes/engines.ts";

/** How calls ended, by the key of the budget and by the one that no budget covers; codes stand for themselves. */
export type Ends = Readonly<{
  covered: Readonly<Record<string, number>>;
  free: Readonly<Record<string, number>>;
}>;

/** What was seen while the first node was cut off from an engine. */
export type Seen = Readonly<{
  cut: Ends;
  other: Ends;
  /** Whether the other node's control process led at the end of it; undefined where it did not answer. */
  otherLeads: boolean | undefined;
  /** Of the whole answers at the node that was cut off: how many the ledger had not got at the end of it. */
  unshipped: number;
}>;

type Statement = Readonly<{ what: string; holds: (seen: Seen) => boolean }>;

const answers = (ends: Readonly<Record<string, number>>): boolean => ends.answered !== undefined;

const otherGoesOn: Statement = {
  what: "the other node goes on",
  holds: ({ other }) => answers(other.covered) && answers(other.free),
};
const callsGoOn: Statement = {
  what: "calls go on, under the budget too, and none is told of the engine",
  holds: ({ cut }) =>
    [cut.covered, cut.free].every(
      (ends) =>
        answers(ends) && ends.budgets_unavailable === undefined && ends.internal === undefined,
    ),
};

/** What the documents say of each engine's absence (docs/how-to/many-machines.md). */
export const statements: Readonly<Record<EngineName, readonly Statement[]>> = {
  counters: [
    {
      what: "calls under a hard budget get budgets_unavailable",
      holds: ({ cut }) => cut.covered.budgets_unavailable !== undefined,
    },
    {
      what: "calls that no budget covers go on, without the cache",
      holds: ({ cut }) => answers(cut.free) && cut.free.budgets_unavailable === undefined,
    },
    otherGoesOn,
  ],
  state: [
    callsGoOn,
    {
      what: "the other node's control process leads",
      holds: ({ otherLeads }) => otherLeads === true,
    },
    otherGoesOn,
  ],
  ledger: [
    callsGoOn,
    {
      what: "rows of calls wait in the node's spool",
      holds: ({ cut, unshipped }) =>
        unshipped * 2 > (cut.covered.answered ?? 0) + (cut.free.answered ?? 0),
    },
    otherGoesOn,
  ],
};
