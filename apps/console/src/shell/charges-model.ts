import { counted, type Filter, type Rerating, type Totals } from "@headgate/contract";
import { formatDollars, parseDollars, subtract, ZERO } from "@headgate/money";
import { dollarsShown } from "../format/money-text.ts";
import type { TimeSpan } from "../time/time-span.ts";

/** Whether a re-rating may have changed a charge of the span, as far as its own narrowing tells. */
export const reachesInto = (
  { from, to, provider, model }: Pick<Rerating, "from" | "to" | "provider" | "model">,
  span: TimeSpan,
  filter: Filter,
): boolean =>
  Date.parse(from) < span.toMs &&
  Date.parse(to) > span.fromMs &&
  agree(provider, filter.provider) &&
  agree(model, filter.model);

const agree = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

type Sums = Pick<Totals, "effective_cost" | "unpriced_attempts">;

/** In one sentence how the charges that hold now differ from those that were recorded. */
export const differenceWords = (recorded: Sums, now: Sums): string => {
  const more = subtract(parseDollars(now.effective_cost), parseDollars(recorded.effective_cost));
  const isSame = more === 0n && now.unpriced_attempts === recorded.unpriced_attempts;
  if (isSame) return "Re-rating changed no total of this range.";
  const size = dollarsShown(formatDollars(more < 0n ? subtract(ZERO, more) : more));
  return [
    `Recorded as ${sumWords(recorded)}, now ${sumWords(now)}`,
    ...(more === 0n ? [] : [`${size} ${more > 0n ? "more" : "less"}`]),
  ].join(": ");
};

/** A sum that leaves attempts out says how many. */
const sumWords = ({ effective_cost, unpriced_attempts }: Sums): string =>
  unpriced_attempts === 0
    ? dollarsShown(effective_cost)
    : `${dollarsShown(effective_cost)} and ${counted(unpriced_attempts, "unpriced attempt")}`;
