import { type AlarmOn, type AnomaliesReport, counted } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { anomalySliceText, insightDimensionText, isCausedBySlice } from "@headgate/page";
import { anomalies } from "../../insight/anomalies.ts";
import type { PriceProviders } from "../../insight/bills-beside-calls.ts";
import {
  isoRange,
  type Measured,
  type MeasuredEvent,
  type MsRange,
  measurementOver,
  notMeasured,
} from "./measured.ts";

type Judged = Extract<AnomaliesReport["judgement"], { kind: "judged" }>;
type Anomaly = Judged["anomalies"][number];

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

/** Looks for anomalies of the last week, of calls and of what is billed beyond them; each is an event of its own. */
export async function measureAnomaly(
  alarm: AlarmOn<"anomaly">,
  ledger: Pick<LedgerStore, "report">,
  nowMs: number,
  providers: PriceProviders = {},
): Promise<Measured> {
  const { grain, filter } = alarm;
  const step = STEP_MS[grain];
  const toMs = Math.floor(nowMs / step) * step;
  const range = lookedAt(toMs);
  const question = { ...filter, ...isoRange(range), grain };
  const { judgement, beyond_calls: beyond } = await anomalies(ledger, question, nowMs, providers);
  const { totals } = await ledger.report("totals", { ...filter, ...isoRange(range) });
  const simulated = parseDollars(totals.simulated_cost) > 0n;
  const ofBills = beyond?.judgement.kind === "judged" ? beyond.judgement : undefined;
  if (judgement.kind === "history_too_short" && ofBills === undefined) {
    const { needed_days: needed, known_days: known } = judgement;
    const reason = `what is usual is learned from ${counted(needed, "day")}, and ${counted(known, "is", "are")} known`;
    return notMeasured(range, reason, { simulated });
  }
  const lately = KNOWN_LATELY[grain];
  const isCurrent = ({ points }: Judged): boolean => {
    const last = points.at(-1);
    return last !== undefined && Date.parse(last.start) >= toMs - lately.ms;
  };
  const ofCalls = judgement.kind === "judged" ? judgement : undefined;
  const current = [ofCalls, ofBills].flatMap((each) =>
    each !== undefined && isCurrent(each) ? [each] : [],
  );
  if (current.length === 0) return notMeasured(range, lately.none, { simulated });
  const events = current
    .flatMap(({ anomalies: found, points }) => {
      const lastMs = Math.max(...points.map(({ start }) => Date.parse(start)));
      return found.map((anomaly) => ({ anomaly, lastEndMs: lastMs + step }));
    })
    .filter(({ anomaly }) => isAskedFor(alarm, anomaly))
    .map(({ anomaly, lastEndMs }) => {
      const span = { fromMs: Date.parse(anomaly.start), toMs: Date.parse(anomaly.end) };
      return {
        // It goes on as long as the last whole hour or day that is known is part of it.
        isOn: span.toMs >= lastEndMs,
        span: {
          direction: anomaly.direction,
          slice: toldSlice(anomaly),
          startMs: span.fromMs,
          endMs: span.toMs,
        },
        measurement: {
          ...anomalyMeasurement(span, anomaly, simulated && anomaly.of !== "bills"),
          at: isoRange(range).to,
        },
      };
    })
    .sort((one, other) => one.span.startMs - other.span.startMs);
  const latest = events.at(-1);
  const isBeyond = events.some(({ isOn }) => isOn);
  const about = { calls: totals.calls, unpriced_attempts: totals.unpriced_attempts, simulated };
  // Bills that are as usual do not say how calls stand that have not come so far.
  const isUnknown = !isBeyond && ofCalls !== undefined && !isCurrent(ofCalls);
  const quiet = isUnknown
    ? notMeasured(range, lately.none, about).measurement
    : measurementOver(range, {
        ...about,
        note: `no anomaly among ${Math.max(...current.map((each) => each.judged_points))} ${grain}s`,
      });
  return {
    measurement: latest?.measurement ?? quiet,
    isBeyond: isUnknown ? undefined : isBeyond,
    events: events.map(({ span, measurement }) => ({ span, measurement })),
  };
}

/** The slice that an event is remembered by: one of bills is none of calls, whatever they are called. */
function toldSlice({ of, slice }: Anomaly): MeasuredEvent["span"]["slice"] {
  if (of !== "bills") return slice;
  if (slice === null) return { dimension: "bills", value: "" };
  return { dimension: `bills:${slice.dimension}`, value: slice.value };
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
  const isOfAllCalls = anomaly.slice === null && anomaly.of !== "bills";
  const whose = isOfAllCalls ? "" : ` of ${anomalySliceText(anomaly)}`;
  return `spend${whose} was ${dollars(anomaly.cost)}, ${dollars(anomaly.expected)} was expected; ${causeText(anomaly)}`;
};

function causeText(anomaly: Anomaly): string {
  const { cause } = anomaly;
  if (cause.kind === "unknown") return `the cause is not known: ${cause.reason}`;
  const part =
    anomaly.of === "bills" && cause.part === "volume"
      ? "quantity"
      : cause.part.replaceAll("_", " ");
  if (cause.dimension === null) return `all moved alike, most of it by ${part}`;
  const dimension = insightDimensionText(cause.dimension);
  const values = cause.values.map((value) => value ?? `no ${dimension}`).join(", ");
  const named = [
    ...(isCausedBySlice(anomaly) ? [] : [`${dimension} ${values}`]),
    ...(cause.within === null
      ? []
      : [`${insightDimensionText(cause.within.dimension)} ${cause.within.value}`]),
    `by ${part} (${dollars(cause.amount)})`,
  ];
  return `cause: ${named.join(", ")}`;
}

const dollars = (text: string): string => displayDollarsCompact(parseDollars(text));
