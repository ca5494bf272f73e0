import type { FinishReason, Usage } from "@headgate/contract";
import type { Signature } from "./conversation.ts";

/** Why a model stopped. `other`: the provider's word has no counterpart elsewhere. */
export type StopReason = FinishReason;
export type Stop = Readonly<{ reason: StopReason; sequence?: string }>;

/** A part of an answer; a tool's input is the JSON text as the model wrote it, which may be cut. */
export type AnswerPart =
  | Readonly<{ kind: "text"; text: string }>
  | Readonly<{ kind: "thinking"; text: string; signature?: Signature }>
  | Readonly<{ kind: "redacted-thinking"; data: string }>
  | Readonly<{
      kind: "tool-call";
      id: string;
      name: string;
      inputText: string;
      signature?: Signature;
    }>;

/** A whole answer as any of the formats can say it. */
export type Answer = Readonly<{
  id?: string;
  model?: string;
  parts: readonly AnswerPart[];
  stop?: Stop;
  /** Absent when the provider stated none. */
  usage?: Usage;
  /** The tier that was billed, in the provider's word. */
  serviceTier?: string;
}>;

/** How a part begins; texts follow as deltas. */
export type AnswerPartStart =
  | Readonly<{ kind: "text" }>
  | Readonly<{ kind: "thinking" }>
  | Readonly<{ kind: "redacted-thinking"; data: string }>
  | Readonly<{ kind: "tool-call"; id: string; name: string; signature?: Signature }>;

/**
 * An answer piece by piece. One part is open at a time; `delta` and `signature` belong to it. `stop`,
 * `usage` and `served` may come in any order after the last part; the last of each holds.
 */
export type AnswerEvent =
  | Readonly<{ kind: "start"; id?: string; model?: string }>
  | Readonly<{ kind: "part-start"; part: AnswerPartStart }>
  | Readonly<{ kind: "delta"; text: string }>
  | Readonly<{ kind: "signature"; signature: Signature }>
  | Readonly<{ kind: "part-end" }>
  | Readonly<{ kind: "stop"; stop: Stop }>
  | Readonly<{ kind: "usage"; usage: Usage }>
  | Readonly<{ kind: "served"; serviceTier: string }>
  | Readonly<{ kind: "error"; error: AnswerError }>
  | Readonly<{ kind: "end" }>;

/** What kind of failure a provider reports; each format has its own words for them. */
export const answerErrorKinds = [
  "invalid-request",
  "authentication",
  "billing",
  "permission",
  "not-found",
  "too-large",
  "rate-limit",
  "timeout",
  "overloaded",
  "server",
] as const;
export type AnswerErrorKind = (typeof answerErrorKinds)[number];

export type AnswerError = Readonly<{
  kind: AnswerErrorKind;
  message: string;
  /** The provider's own code or type. */
  code?: string;
}>;
