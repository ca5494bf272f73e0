import type { AlarmSpan } from "@headgate/ledger";
import type { MeasuredEvent } from "./measure/measured.ts";

/** Longer ago than anything that is looked at. */
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

/**
 * Which of the events that were found are new. One that overlaps a span that was told, or is beside it, is
 * the same event, grown or judged anew by later data; the span grows with it.
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
    spans = [...spans.filter((span) => !same.includes(span)), joined([...same, event.span])];
  }
  return { fresh, told: spans.toSorted((left, right) => left.startMs - right.startMs) };
}

const isSame = (left: AlarmSpan, right: AlarmSpan, apartMs: number): boolean =>
  left.direction === right.direction &&
  left.startMs - apartMs <= right.endMs &&
  right.startMs - apartMs <= left.endMs;

const joined = (spans: readonly AlarmSpan[]): AlarmSpan => {
  const [first] = spans;
  if (first === undefined) throw new TypeError("there is a span to join");
  return {
    direction: first.direction,
    startMs: Math.min(...spans.map(({ startMs }) => startMs)),
    endMs: Math.max(...spans.map(({ endMs }) => endMs)),
  };
};
