import type { ErrorCode, HeadgateConfig, LeverName } from "@headgate/contract";
import type { Note } from "@headgate/providers";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { Deadlines } from "./deadlines.ts";
import type { ExchangeEnd } from "./exchange-end.ts";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";
import type { CameTo } from "./settle.ts";

export type DispatchSettings = Readonly<{
  config: HeadgateConfig;
  deadlines: Deadlines;
  /** Records an attempt; resolves when it is in the spool. */
  record: (call: Call, facts: AttemptFacts, final: boolean) => Promise<void>;
  /** What an attempt that is not recorded yet came to, where its answer was read. */
  cameTo: (call: Call, facts: AttemptFacts) => Promise<CameTo>;
  /** Counts a call that ends with one of Headgate's own errors. */
  refused: (code: ErrorCode) => void;
  /** Takes down what a translated answer could not carry over; a stream's head has gone by then. */
  lostInAnswer: (call: Call, lost: readonly Note[]) => void;
  /** Counts and tells a lever that failed: the call goes on without it. */
  leverFailed: (call: Call, lever: LeverName, error: unknown) => void;
  /** Lets levers act on what goes to a target. */
  prepare: (call: Call, target: Target, sending: Sending) => Sending;
  /** Is told that a model which Headgate chose refused a call; the client is answered by another. */
  choiceRefused: (call: Call, failed: Failed) => void;
  /** Is told that the budgets could not be asked for another attempt: the call ends with what it has. */
  unreserved: (call: Call, error: unknown) => void;
  draining: () => boolean;
}>;

/** An attempt whose answer did not stand the checks of its cascade. */
export type SetAside = Extract<ExchangeEnd, { kind: "set_aside" }>;
export type Unanswered = Failed | SetAside;

/** An attempt that left the client without an answer. */
export type Failed = Extract<ExchangeEnd, { kind: "failed" }>;
