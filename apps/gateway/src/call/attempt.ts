import type { AttemptOutcome, ErrorCode } from "@headgate/contract";
import type { Meter } from "@headgate/providers";
import type { Target } from "./plan-targets.ts";

/** What is known of an attempt when it has ended: all that the ledger row needs. */
export type AttemptFacts = Readonly<{
  target: Target;
  index: number;
  startedAtMs: number;
  durationMs: number;
  timeToFirstTokenMs: number | undefined;
  outcome: AttemptOutcome;
  status: number | undefined;
  errorCode: ErrorCode | undefined;
  /** True when the request never reached the provider. */
  neverSent: boolean;
  /** True when the answer came as a stream of events. */
  stream: boolean;
  /** Read the answer, if there was one to read. */
  meter: Meter | undefined;
  responseBytes: number;
}>;
