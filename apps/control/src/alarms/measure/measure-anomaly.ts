import { type AlarmOn, type AnomaliesReport, counted } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { anomalySliceText, isCausedBySlice } from "@headgate/page";
import { anomalies } from "../../insight/anomalies.ts";
import { isoRange, type Measured, type MsRange, measurementOver, notMeasured } from "./measured.ts";

type Anomaly = Extract<AnomaliesReport["judgement"], { kind: "judged" }>["anomalies"][number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP_MS = { hour: HOUR_MS, day: DAY_MS } as const;
/**
 * Older anomalies are not news: an import of old calls alarms nobody. Hours are looked at as long as days, for a source
 * that is waited for over a weekend keeps them unknown until it comes, and each would be judged by nobody.
 */
const LOOKED_AT_MS = 7 * DAY_MS;
/** Where nothing that is so late is known, how it stands now cannot be said. */
const KNOWN_LATELY = {
  hour: { ms: DAY_MS, none: "no hour of the last day is known yet" },
  day: { ms: LOOKED_AT_MS, none: "no day of these is known yet" },
} as const;

/** The hours or days that a look at an alarm judges, up to a moment. */
export const lookedAt = (toMs: number): MsRange => ({ fromMs: toMs - LOOKED_AT_MS, toMs });

/** Looks for anomalies of the last week; each is an event of its own. */
export async function measureAnomaly(
  alarm: AlarmOn<"anomaly">,
  ledger: Pick<LedgerStore, "report">,
  nowMs: number,
): Promise<Measured> {
  const { grain, filter } = alarm;
  const step = STEP_MS[grain];
  const toMs = Math.floor(nowMs / step) * step;
  const range = lookedAt(toMs);
  const { judgement } = await anomalies(ledger, { ...filter, ...isoRange(range), grain }, nowMs);
  const { totals } = await ledger.report("totals", { ...filter, ...isoRange(range) });
  const simulated = parseDollars(totals.simulated_cost) > 0n;
  if (judgement.kind === "history_too_short") {
    const { needed_days: needed, known_days: known } = judgement;
    const reason = `what is usual is learned from ${counted(needed, "day")}, and ${counted(known, "is", "are")} known`;
    return notMeasured(range, reason, { simulated });
  }
  const lastJudged = judgement.points.at(-1);
  const lately = KNOWN_LATELY[grain];
  if (lastJudged === undefined || Date.parse(lastJudged.start) < toMs - lately.ms) {
    return notMeasured(range, lately.none, { simulated });
  }
  const found = judgement.anomalies.filter((anomaly) => isAskedFor(alarm, anomaly));
  const events = found.map((anomaly) => {
    const span = { fromMs: Date.parse(anomaly.start), toMs: Date.parse(anomaly.end) };
    return {
      span: {
        direction: anomaly.direction,
        slice: anomaly.slice,
        startMs: span.fromMs,
        endMs: span.toMs,
      },
      measurement: { ...anomalyMeasurement(span, anomaly, simulated), at: isoRange(range).to },
    };
  });
  const latest = events.at(-1);
  return {
    measurement:
      latest?.measurement ??
      measurementOver(range, {
        calls: totals.calls,
        unpriced_attempts: totals.unpriced_attempts,
        simulated,
        note: `no anomaly among ${judgement.judged_points} ${grain}s`,
      }),
    // It goes on as long as the last whole hour or day that is known is part of it.
    isBeyond: events.some(({ span }) => span.endMs >= Date.parse(lastJudged.start) + step),
    events,
  };
}

function isAskedFor({ direction, above }: AlarmOn<"anomaly">, anomaly: Anomaly): boolean {
  if (direction !== "both" && direction !== anomaly.direction) return false;
  const excess = parseDollars(anomaly.excess);
  return above === undefined || (excess < 0n ? -excess : excess) > parseDollars(above);
}

const anomalyMeasurement = (span: MsRange, anomaly: Anomaly, simulated: boolean) =>
  measurementOver(span, {
    value: anomaly.excess,
    simulated,
    note: anomalyNote(anomaly),
  });

/** What an anomaly's dollars are of, how many there were and were expected, and why. */
export const anomalyNote = (anomaly: Anomaly): string => {
  const whose = anomaly.slice === null ? "" : ` of ${anomalySliceText(anomaly)}`;
  return `spend${whose} was ${dollars(anomaly.cost)}, ${dollars(anomaly.expected)} was expected; ${causeText(anomaly)}`;
};

function causeText(anomaly: Anomaly): string {
  const { cause } = anomaly;
  if (cause.kind === "unknown") return `the cause is not known: ${cause.reason}`;
  const part = cause.part.replaceAll("_", " ");
  if (cause.dimension === null) return `all moved alike, most of it by ${part}`;
  const values = cause.values.map((value) => value ?? `no ${cause.dimension}`).join(", ");
  const named = [
    ...(isCausedBySlice(anomaly) ? [] : [`${cause.dimension} ${values}`]),
    ...(cause.within === null ? [] : [`${cause.within.dimension} ${cause.within.value}`]),
    `by ${part} (${dollars(cause.amount)})`,
  ];
  return `cause: ${named.join(", ")}`;
}

const dollars = (text: string): string => displayDollarsCompact(parseDollars(text));
