import { type History, isThroughGateway, proposalOf } from "@headgate/levers";
import { formatDollars } from "@headgate/money";
import type { Layer } from "../stack/stack-levers.ts";
import type { Advice } from "./advice.ts";
import { worthOf } from "./worth.ts";

/** To put one base URL in front of calls that go straight to their provider: an assumption. */
const GATEWAY_HOURS = 2;
const GATEWAY_STEP =
  "Send these calls through Headgate: set the base URL of their client to it. Levers act on what goes through it.";

/** One layer of a stack in the form of a recommendation. */
export function adviceOfLayer(history: History, { draft, savings }: Layer, order: number): Advice {
  const isElsewhere =
    savings.length > 0 && savings.every(({ call }) => !isThroughGateway(call.row));
  const effortHours = draft.effortHours + (isElsewhere ? GATEWAY_HOURS : 0);
  const proposal = proposalOf(history, { ...draft, savings, effortHours });
  return {
    ...proposal,
    kind: proposal.lever,
    phase: "quick_wins",
    steps: isElsewhere ? [GATEWAY_STEP] : [],
    plan: null,
    worth_per_month: formatDollars(worthOf(proposal)),
    order,
  };
}
