import type { BatchesResponse } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { agoText, durationText } from "../../format/duration-text.ts";
import { fullTime } from "../../time/time-text.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

type Batch = BatchesResponse["batches"][number];

/** States of requests in their order, with what they mean; one of another version is told by its own word. */
const requestStates: readonly Readonly<{ state: string; title: string; note: string }>[] = [
  { state: "waiting", title: "Waiting", note: "in no batch yet" },
  { state: "copy", title: "Copies", note: "another one asks the same; its answer is theirs" },
  { state: "batched", title: "In a batch", note: "at a provider" },
  { state: "asking", title: "In real time", note: "being asked, since no batch came in time" },
  { state: "answered", title: "Answered", note: "the answer is kept" },
  { state: "failed", title: "Failed", note: "ended without an answer" },
  { state: "expired", title: "Expired", note: "no answer before their deadline" },
  { state: "cancelled", title: "Cancelled", note: "by the client" },
];

/** How many requests are in each state. A state that none is in is left out. */
export const requestFacts = ({ requests }: BatchesResponse) => {
  const counted = Object.entries(requests).map(([state, count]) => {
    const place = requestStates.findIndex((one) => one.state === state);
    const known = requestStates[place];
    return {
      place: known === undefined ? requestStates.length : place,
      title: known === undefined ? state : known.title,
      note: known === undefined ? "a state of another version" : known.note,
      value: countText(count),
    };
  });
  return counted
    .sort((a, b) => a.place - b.place)
    .map(({ title, note, value }) => ({ title, note, value }));
};

/** Whether there is nothing to tell of: calls that could wait and did not are something, and so is what went wrong. */
export const isNothing = ({
  batches,
  requests,
  kept_in_real_time: kept,
  problems,
  webhooks,
}: BatchesResponse): boolean =>
  batches.length === 0 &&
  [requests, kept, problems, webhooks].every((counts) => Object.keys(counts).length === 0);

const keptReasons = [
  {
    reason: "cache_is_cheaper",
    title: "Cache is cheaper",
    note: "like requests read more from the provider's cache than a batch would spare",
  },
  {
    reason: "committed_capacity",
    title: "Committed capacity",
    note: "it is paid for, and had room",
  },
  {
    reason: "answer_looked_at",
    title: "Answer looked at",
    note: "a cheaper model was chosen whose answers are looked at as they come",
  },
  { reason: "not_cheaper", title: "No cheaper batch", note: "the model's batches cost as much" },
  {
    reason: "batch_price_unknown",
    title: "Batch price unknown",
    note: "the price in real time is known",
  },
] as const;

/** How many requests that could wait stayed in real time since the start, by why. */
export const keptFacts = ({ kept_in_real_time: kept }: BatchesResponse) =>
  keptReasons.flatMap(({ reason, title, note }) => {
    const count = kept[reason];
    return count === undefined ? [] : [{ title, note, value: countText(count) }];
  });

const webhookStates = [
  { state: "waiting", title: "To be told", note: "now, or again later" },
  { state: "delivered", title: "Told", note: "the address took it" },
  { state: "given_up", title: "Given up", note: "tried in vain for three days, or not wanted" },
] as const;

/** How many addresses were told of their requests' ends, and are to be. A state that none is in is left out. */
export const webhookFacts = ({ webhooks }: BatchesResponse) =>
  webhookStates.flatMap(({ state, title, note }) => {
    const count = webhooks[state];
    return count === undefined ? [] : [{ title, note, value: countText(count) }];
  });

/** Those that were tried in vain. */
export const webhookLines = ({ failing_webhooks: failing }: BatchesResponse, nowMs: number) =>
  failing.map(({ id, host, tries, next_try_at: nextAt, ended_at: endedAt, problem }) => ({
    ...{ id, host, problem },
    ended: agoText(Date.parse(endedAt), nowMs),
    tries: countText(tries),
    next:
      nextAt === null ? "not again" : `in ${durationText(Math.max(Date.parse(nextAt) - nowMs, 0))}`,
  }));

/** What was survived since the start, most often first. */
export const problemLines = ({ problems }: BatchesResponse) =>
  Object.entries(problems)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => ({ kind: kind.replaceAll("_", " "), count: countText(count) }));

const batchStates = {
  submitting: { text: "being sent", tone: "plain" },
  submitted: { text: "at the provider", tone: "attention" },
  ended: { text: "ended, answers are read", tone: "attention" },
  settled: { text: "settled", tone: "good" },
  lost: { text: "lost", tone: "bad" },
} as const satisfies Record<Batch["state"], Readonly<{ text: string; tone: BadgeTone }>>;

/** One batch at a provider, as a row. */
export const batchLines = ({ batches }: BatchesResponse, nowMs: number) =>
  batches.map((batch) => {
    const openedMs = Date.parse(batch.opened_at);
    return {
      key: batch.marker,
      marker: batch.marker,
      // Where it was not sent yet, or what became of that is in doubt.
      providerId: batch.provider_id ?? "no id known",
      provider: batch.provider,
      model: batch.model,
      state: batchStates[batch.state],
      said: batch.provider_state === null ? "" : `it says: ${batch.provider_state}`,
      requests: countText(batch.requests),
      opened: agoText(openedMs, nowMs),
      openedInFull: fullTime(openedMs),
      took: batch.ended_at === null ? "–" : durationText(Date.parse(batch.ended_at) - openedMs),
      problem: batch.problem ?? "",
    };
  });

/** How long the oldest open request has waited. */
export const oldestText = ({ oldest_open_at: at }: BatchesResponse, nowMs: number): string =>
  at === null ? "none is open" : `the oldest open one came ${agoText(Date.parse(at), nowMs)}`;

/** What lets a nightly job wait. */
export const firstDeadline = `policies:
  - name: nightly
    match: { feature: nightly-summaries }
    batch: { when: always, deadline: "12h" }`;
