import type { Outcome } from "@headgate/contract";
import { contentHashOf } from "../content-hash.ts";

/** Whether an outcome is the one that was sent before: the same moment is the same, in whatever offset it is written. */
export const outcomeHash = ({ window, ...outcome }: Outcome): bigint =>
  contentHashOf({
    ...outcome,
    occurred_at: inUtc(outcome.occurred_at),
    ...(window && { window: { from: inUtc(window.from), to: inUtc(window.to) } }),
  });

const inUtc = (moment: string): string => new Date(moment).toISOString();
