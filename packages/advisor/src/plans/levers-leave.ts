import { inputTokens, outputTokens, type Usage } from "@headgate/contract";
import type { History, HistoryCall } from "@headgate/levers";
import type { DemandTrace } from "@headgate/planner";

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Of fewer calls in an hour of the day the whole day's share is taken. */
const LEAST_CALLS = 50;

const columns = [
  "calls",
  "inputTokens",
  "cacheReadTokens",
  "outputTokens",
  "onDemandMicrodollars",
] as const;
type Column = (typeof columns)[number];
type Sums = Record<Column, number>;

/** What share of demand the recommended levers leave, by the hour of the day (UTC); 1 where they touch nothing. */
export type LeversLeave = Readonly<{
  /** Of the dollars of all hours. */
  dollars: number;
  of: (trace: DemandTrace) => DemandTrace;
}>;

/**
 * What levers leave of the demand of some calls, worked out on the very calls that they were tried out on: what a cache
 * answers and what goes to a batch is no demand any more, a shorter prompt is less of it, and a call that goes to another
 * model is that model's demand.
 *
 * @param isOf whether a call is of the demand that is asked for, as it stands before or after
 */
export function leversLeave(
  { before, after }: Readonly<{ before: History; after: History }>,
  isOf: (call: HistoryCall) => boolean,
): LeversLeave {
  const was = sumsOf(before, before, isOf);
  const then = sumsOf(after, before, isOf);
  const [wasAll, thenAll] = [added(was), added(then)];
  const shareIn = (hour: number, column: Column): number => {
    const own = was[hour] as Sums;
    const isTold = own.calls >= LEAST_CALLS && own[column] > 0;
    const [whole, left] = isTold ? [own, then[hour] as Sums] : [wasAll, thenAll];
    return whole[column] > 0 ? left[column] / whole[column] : 1;
  };
  return {
    dollars:
      wasAll.onDemandMicrodollars > 0
        ? thenAll.onDemandMicrodollars / wasAll.onDemandMicrodollars
        : 1,
    of: (trace) => {
      const left = Object.fromEntries(
        columns.map((column) => [
          column,
          trace[column].map(
            (amount, step) => amount * shareIn(hourOf(trace.fromMs + step * trace.stepMs), column),
          ),
        ]),
      ) as Pick<DemandTrace, Column>;
      const calls = total(trace.calls);
      return {
        ...trace,
        ...left,
        // In which hours they were is not told: of them the same share is left as of all calls.
        unknownCalls:
          calls === 0
            ? trace.unknownCalls
            : Math.round((trace.unknownCalls * total(left.calls)) / calls),
      };
    },
  };
}

const total = (amounts: Float64Array): number => amounts.reduce((sum, amount) => sum + amount, 0);

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) % HOURS;

const nothing = (): Sums => ({
  calls: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
  onDemandMicrodollars: 0,
});

/** By the hour of the day. Calls of unknown tokens or cost are in no sum, before and after alike. */
function sumsOf(
  history: History,
  made: History,
  isOf: (call: HistoryCall) => boolean,
): readonly Sums[] {
  const hours = Array.from({ length: HOURS }, nothing);
  for (const call of history.calls) {
    const { row, cost } = call;
    if (cost === undefined || row.service_tier === "batch" || !isOf(call)) continue;
    const input = inputTokens(row.usage);
    const output = outputTokens(row.usage);
    if (input === undefined && output === undefined) continue;
    const like = made.sample?.like(call);
    const weight = like === undefined ? 1 : like.all / like.read;
    const read = readTokens(row.usage);
    const sums = hours[hourOf(row.started_at_ms)] as Sums;
    sums.calls += weight;
    if (input !== undefined) sums.inputTokens += weight * (input - read);
    sums.cacheReadTokens += weight * read;
    if (output !== undefined) sums.outputTokens += weight * output;
    sums.onDemandMicrodollars += (weight * Number(cost)) / 1e6;
  }
  return hours;
}

/** Who does not tell what was read from the cache told that all was input. */
const readTokens = ({ cache_read, cache_read_audio }: Usage): number =>
  [cache_read, cache_read_audio].reduce<number>(
    (sum, tokens) => (tokens === undefined ? sum : sum + tokens),
    0,
  );

function added(hours: readonly Sums[]): Sums {
  const all = nothing();
  for (const hour of hours) for (const column of columns) all[column] += hour[column];
  return all;
}
