import {
  attributionFields,
  type CallDetail,
  cacheRefusals,
  counted,
  type LedgerRow,
} from "@headgate/contract";
import { durationText, knownDuration } from "../../format/duration-text.ts";
import { costShown, dollarsShown } from "../../format/money-text.ts";
import { dimensionNames } from "../../format/words.ts";
import { fullTime } from "../../time/time-text.ts";
import { answeringModel } from "./answering-model.ts";
import { callCost } from "./charge-model.ts";
import { timelineOf } from "./timeline-model.ts";

export type Fact = Readonly<{ label: string; value: string; copy?: boolean }>;

/** A call as a whole: described by the attempt whose answer the client got, or else the last. */
export type CallView = Readonly<{
  callId: string;
  title: string;
  described: LedgerRow;
  attempts: readonly LedgerRow[];
  cost: string | null;
  duration: string;
  timeToFirstToken: string;
  startedAt: string;
  attemptWords: string;
  simulated: boolean;
}>;

export const callView = (detail: CallDetail): CallView | undefined => {
  // By time first: an id that a client gave to several calls opens the attempts of all of them.
  const attempts = [...detail.attempts].sort(
    (left, right) => left.started_at_ms - right.started_at_ms || left.attempt - right.attempt,
  );
  const calls = new Set(attempts.map(({ call_id }) => call_id)).size;
  const described = attempts.find(({ final }) => final) ?? attempts.at(-1);
  const first = attempts[0];
  if (described === undefined || first === undefined) return undefined;
  const model = answeringModel(described);
  return {
    callId: detail.call_id,
    title: model === undefined ? described.operation : model,
    described,
    attempts,
    cost: callCost(attempts),
    duration: durationText(timelineOf(attempts).durationMs),
    timeToFirstToken: knownDuration(described.time_to_first_token_ms),
    startedAt: fullTime(first.started_at_ms),
    attemptWords: `${counted(attempts.length, "attempt")}${calls === 1 ? "" : ` of ${counted(calls, "call")}`}`,
    simulated: attempts.some(({ simulated }) => simulated),
  };
};

/** Who and what the call was for. Fields that were not set are left out. */
export const attributionFacts = (row: LedgerRow): readonly Fact[] =>
  attributionFields.flatMap((field) => {
    const value = row.attribution[field];
    return value === undefined ? [] : [{ label: dimensionNames[field], value }];
  });

export const tagFacts = (row: LedgerRow): readonly Fact[] =>
  Object.entries(row.tags).map(([label, value]) => ({ label, value }));

/** A fact, where there is a value. */
export const fact = (label: string, value: string | undefined, copy = false): readonly Fact[] =>
  value === undefined ? [] : [{ label, value, ...(copy ? { copy } : {}) }];

export const idFacts = (row: LedgerRow): readonly Fact[] => [
  ...fact("Call", row.call_id, true),
  // What the client named the call, which may name others as well.
  ...fact("Client's", row.client_call_id, true),
  ...fact("Answer", row.response_id, true),
  ...fact("Request", row.provider_request_id, true),
  ...fact("Trace", row.trace_id, true),
  ...fact("Span", row.span_id, true),
  ...fact("Key", row.key_id, true),
];

const kilobytes = (bytes: number | undefined): string | undefined =>
  bytes === undefined
    ? undefined
    : bytes < 1_024
      ? counted(bytes, "byte")
      : `${(bytes / 1_024).toFixed(1)} KiB`;

/** What the cache had to do with it, and what levers saved. */
const leverFacts = ({ cache, baseline_cost, savings }: LedgerRow): readonly Fact[] => {
  const reason = cache?.reason === undefined ? "" : `: ${cacheRefusals[cache.reason]}`;
  const tier = cache?.tier === undefined ? "" : `, ${cache.tier} question`;
  const age = cache?.age_ms === undefined ? "" : `, ${durationText(cache.age_ms)} old`;
  return [
    ...fact("Cache", cache === undefined ? undefined : `${cache.status}${tier}${age}${reason}`),
    ...fact("Answer of call", cache?.call_id, true),
    ...(savings.length === 0
      ? []
      : fact("Without levers", baseline_cost === null ? "unknown" : costShown(baseline_cost))),
    ...savings.flatMap(({ lever, amount }) =>
      fact(`Saved by ${lever}`, amount === null ? "unknown" : dollarsShown(amount)),
    ),
  ];
};

/** What passed between client and provider. */
export const requestFacts = (row: LedgerRow): readonly Fact[] => [
  ...fact("Asked for", row.request_model),
  ...fact("Sent as", row.sent_model),
  ...fact("Answered by", row.response_model),
  ...fact("Wire format", row.wire_format),
  { label: "Operation", value: row.operation },
  ...fact("Service tier", row.service_tier),
  ...fact("Streamed", row.stream === undefined ? undefined : row.stream ? "yes" : "no"),
  ...fact("Request", kilobytes(row.request_bytes)),
  ...fact("Answer", kilobytes(row.response_bytes)),
  ...fact("Account", row.account_id),
  ...fact("Region", row.region),
  ...fact("Called by", row.principal),
  ...leverFacts(row),
];

/** The provider's object as text; undefined when none was kept. */
export const rawUsageText = (row: LedgerRow): string | undefined =>
  row.raw_usage === undefined ? undefined : JSON.stringify(row.raw_usage, undefined, 2);
