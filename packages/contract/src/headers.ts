import type { AttributionField } from "./attribution.ts";

/** Request headers that clients may set; none is passed on to a provider. */
export const requestHeaders = {
  /** The client's own id of the call, to find it by. */
  clientCallId: "x-headgate-client-call-id",
  /** Free tags, `key=value` pairs separated by commas. */
  tags: "x-headgate-tags",
  /** The configured provider to use, instead of the wire format's default. */
  provider: "x-headgate-provider",
  /** The Headgate key, for clients whose other headers are taken, as by an AWS signature. */
  key: "x-headgate-key",
  /** `bypass`, `refresh` or `only`: what Headgate's cache is to do with the call. */
  cache: "x-headgate-cache",
  /** What the call is a part of: a name of the client's own, or one of `taskClasses`. */
  task: "x-headgate-task",
  /** When the answer is wanted at the latest: `30m`, `24h`, or a moment such as `2026-11-30T06:00:00Z`. */
  deadline: "x-headgate-deadline",
  /** `true`: a call with a deadline keeps its connection and is answered as any other. */
  wait: "x-headgate-wait",
  /** Where to tell that a call that waits, or a batch that is made, has ended; hosts that the operator allowed only. */
  webhook: "x-headgate-webhook",
} as const;

/** The request header that sets a field of the attribution, e.g. `x-headgate-team`. */
export const attributionHeader = (field: AttributionField): string => `x-headgate-${field}`;

/** Response headers that Headgate adds. */
export const responseHeaders = {
  callId: "x-headgate-call-id",
  /** A code of the error catalogue; only on Headgate's own errors. */
  error: "x-headgate-error",
  provider: "x-headgate-provider",
  /** On refusals of a budget: which, its limit, what is spent and set aside, and when it opens again. */
  budget: "x-headgate-budget",
  attempts: "x-headgate-attempts",
  /** `<client's format>-><provider's format>`, where they differ. */
  translated: "x-headgate-translated",
  /** What a translation left out, where the policy lets the call go on. */
  translationLost: "x-headgate-translation-lost",
  /** What a translation carried over as something near. */
  translationApproximated: "x-headgate-translation-approximated",
  /** Effective dollars of the call; absent when the head went out before they were known, `unknown` without a price. */
  cost: "x-headgate-cost",
  /** Signed dollars that levers saved, `unknown` where the baseline is; absent where none acted. */
  saved: "x-headgate-saved",
  /** The levers that acted, in their order; behind them those that a hold-out kept from it, as `output (held out)`. */
  levers: "x-headgate-levers",
  /** Why the answer is not whole, where a rule of the operator's cut it: in the head, or the trailer, of the answer. */
  cut: "x-headgate-cut",
  /** What became of a cheaper model's answer that was looked at: `accepted`, `escalated; checks=…`, `given_anyway; checks=…` or `not_looked_at; reason=…`. */
  cascade: "x-headgate-cascade",
  /** What the cache had to do with the call, e.g. `hit; tier=exact; age=12; call=…`, `hit; tier=semantic; similarity=0.9712; …` or `bypass; reason=policy`. */
  cache: "x-headgate-cache",
  /** The handle that a call with a deadline got, and how it stands: `ID; status=completed`, with how its webhook stands once it ended. */
  deferred: "x-headgate-deferred",
} as const;

/** Response headers of the management API's tables as CSV: what the JSON answer says beside its rows. */
export const csvHeaders = {
  /** How many rows there are in all, with those that the answer does not have. */
  total: "x-headgate-total",
  /** How many groups the answer does not have, or holds together as others. */
  leftOut: "x-headgate-left-out",
} as const;

/** Headers with this prefix are for Headgate and never leave it. */
export const HEADGATE_HEADER_PREFIX = "x-headgate-";
