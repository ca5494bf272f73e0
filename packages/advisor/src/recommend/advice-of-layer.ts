import { type History, proposalOf } from "@headgate/levers";
import { formatDollars } from "@headgate/money";
import type { Layer } from "../stack/stack-levers.ts";
import type { Advice } from "./advice.ts";
import { worthOf } from "./worth.ts";

/** One layer of a stack in the form of a recommendation. */
export function adviceOfLayer(history: History, { draft, savings }: Layer, order: number): Advice {
  const proposal = proposalOf(history, { ...draft, savings });
  return {
    ...proposal,
    kind: proposal.lever,
    phase: "quick_wins",
    steps: [],
    plan: null,
    worth_per_month: formatDollars(worthOf(proposal)),
    order,
  };
}
