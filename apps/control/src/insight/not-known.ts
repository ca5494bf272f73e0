import type { SpendPoint } from "@headgate/planner";

/** What was spent is not known: calls or lines of that time have not come in yet. */
export const notKnown = (startMs: number): SpendPoint => ({ startMs, cost: null });
