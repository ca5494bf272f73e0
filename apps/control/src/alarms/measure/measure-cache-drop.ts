import { type AlarmOn, counted, type Totals } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import { alarmRange } from "../alarm-range.ts";
import { isoRange, type Measured, type MsRange, measurementOver, notMeasured } from "./measured.ts";
import { isBeyondThreshold, ratioValue } from "./threshold.ts";

const DAY_MS = 86_400_000;

/** Measures how far the cache hit rate of the window is below that of the days before it. */
export async function measureCacheDrop(
  alarm: AlarmOn<"cache_drop">,
  ledger: Pick<LedgerStore, "report">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Promise<Measured> {
  const range = alarmRange(alarm, nowMs);
  const before = { fromMs: range.fromMs - alarm.baseline_days * DAY_MS, toMs: range.fromMs };
  const totalsOf = async (of: MsRange): Promise<Totals> =>
    (await ledger.report("totals", { ...alarm.filter, ...isoRange(of) })).totals;
  const now = await totalsOf(range);
  const usual = await totalsOf(before);
  return judgeCacheDrop(alarm, { now, usual, range, isFiring });
}

/** `1 − (hit rate now ÷ usual hit rate)`, compared as a fraction of tokens. */
function judgeCacheDrop(
  alarm: AlarmOn<"cache_drop">,
  found: Readonly<{ now: Totals; usual: Totals; range: MsRange; isFiring: boolean }>,
): Measured {
  const { now, usual, range, isFiring } = found;
  const known = {
    calls: now.calls,
    unpriced_attempts: now.unpriced_attempts,
    simulated: parseDollars(now.simulated_cost) > 0n,
  };
  const days = `the ${counted(alarm.baseline_days, "day")} before`;
  if (usual.calls < alarm.min_calls || usual.input_tokens === 0) {
    return notMeasured(range, `too few calls in ${days} to say what is usual`, known);
  }
  if (usual.cache_read_tokens === 0) {
    return notMeasured(range, `no token was read from a cache in ${days}`, known);
  }
  if (now.calls < alarm.min_calls || now.input_tokens === 0) {
    const reason = now.calls < alarm.min_calls ? "too_few_calls" : "nothing_to_measure";
    return { measurement: measurementOver(range, known, reason), isBeyond: undefined };
  }
  const usualHits = BigInt(usual.cache_read_tokens) * BigInt(now.input_tokens);
  const hits = BigInt(now.cache_read_tokens) * BigInt(usual.input_tokens);
  const value = ratioValue(usualHits - hits, usualHits);
  const rate = (of: Totals): string =>
    percent(BigInt(of.cache_read_tokens), BigInt(of.input_tokens));
  const note = `the hit rate is ${rate(now)} %, it was ${rate(usual)} % in ${days}`;
  return {
    measurement: measurementOver(range, { ...known, value: value.text, note }),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
  };
}

/** With one decimal, cut. */
const percent = (part: bigint, whole: bigint): string => {
  const tenths = (part * 1_000n) / whole;
  return `${tenths / 10n}.${tenths % 10n}`;
};
