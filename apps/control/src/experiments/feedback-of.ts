import type { RatedCall, StateStore } from "@headgate/ledger";

/** As much as is looked at together: the newest of it. */
const MOST = 100_000;
/** Feedback on a range's last calls comes after its end. */
const LATER_MS = 30 * 86_400_000;

/** What people thought of the answers of a range. */
export const feedbackOf = (
  state: Pick<StateStore, "feedbackBetween">,
  { from, to }: Readonly<{ from: string; to: string }>,
): Promise<readonly RatedCall[]> =>
  state.feedbackBetween({
    fromMs: Date.parse(from),
    toMs: Date.parse(to) + LATER_MS,
    limit: MOST,
  });
