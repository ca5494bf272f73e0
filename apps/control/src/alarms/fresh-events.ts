import type { AlarmSpan } from "@headgate/ledger";
import type { MeasuredEvent } from "./measure/measured.ts";

/** Longer ago than anything that is looked at. */
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

/**
 * Which of the events that were found are new. One that overlaps a span that was told of the same slice, or is
 * beside it, is the same event, grown or judged anew by later data; the span grows with it. Another slice is
 * another event, whatever its time. A span that was kept without its slice stands for any, and does not grow.
 *
 * @param apartMs spans of one event have at most this much between them
 * @returns the new events in order of time, and all spans that count as told from now on
 */
export function freshEvents(
  told: readonly AlarmSpan[],
  found: readonly MeasuredEvent[],
  { nowMs, apartMs }: Readonly<{ nowMs: number; apartMs: number }>,
): Readonly<{ fresh: readonly MeasuredEvent[]; told: readonly AlarmSpan[] }> {
  let spans = told.filter(({ endMs }) => endMs > nowMs - FORGOTTEN_AFTER_MS);
  const fresh: MeasuredEvent[] = [];
  for (const event of found.toSorted((left, right) => left.span.startMs - right.span.startMs)) {
    const same = spans.filter((span) => isSame(span, event.span, apartMs));
    if (same.length === 0) fresh.push(event);
    const grown = same.filter(({ slice }) => slice !== "not_kept");
    spans = [
      ...spans.filter((span) => !grown.includes(span)),
      joined(event.span, [...grown, event.span]),
    ];
  }
  return { fresh, told: spans.toSorted(byTime) };
}

/** Whether an event belongs to a span that was told. */
const isSame = (told: AlarmSpan, found: AlarmSpan, apartMs: number): boolean =>
  told.direction === found.direction &&
  (told.slice === "not_kept" || isOneSlice(told, found)) &&
  told.startMs - apartMs <= found.endMs &&
  found.startMs - apartMs <= told.endMs;

export const isOneSlice = (left: AlarmSpan, right: AlarmSpan): boolean =>
  sliceKey(left) === sliceKey(right);

const sliceKey = ({ slice }: AlarmSpan): string =>
  JSON.stringify(slice === null || slice === "not_kept" ? slice : [slice.dimension, slice.value]);

const joined = ({ direction, slice }: AlarmSpan, spans: readonly AlarmSpan[]): AlarmSpan => ({
  direction,
  slice,
  startMs: Math.min(...spans.map(({ startMs }) => startMs)),
  endMs: Math.max(...spans.map(({ endMs }) => endMs)),
});

/** Of one time by what they are of, so that the same spans are always kept in the same order. */
const byTime = (left: AlarmSpan, right: AlarmSpan): number =>
  left.startMs - right.startMs || (orderKey(left) < orderKey(right) ? -1 : 1);

const orderKey = (span: AlarmSpan): string => `${span.direction} ${sliceKey(span)} ${span.endMs}`;
