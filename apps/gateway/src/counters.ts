import { type AttemptOutcome, attemptOutcomes, type ErrorCode } from "@headgate/contract";

/** Plain numbers that the hot path adds to; the metrics page reads them when it is asked. */
export type Counters = {
  callsUnderWay: number;
  attempts: number;
  outcomes: Record<AttemptOutcome, number>;
  refusals: Partial<Record<ErrorCode, number>>;
  /** Targets that were passed over because their price is not known and the policy wants one. */
  targetsWithoutPrice: number;
  /** Answers that went out although the disk refused their row; it is retried. */
  answersBeforeRecord: number;
};

export const newCounters = (): Counters => ({
  callsUnderWay: 0,
  attempts: 0,
  outcomes: Object.fromEntries(attemptOutcomes.map((outcome) => [outcome, 0])) as Record<
    AttemptOutcome,
    number
  >,
  refusals: {},
  targetsWithoutPrice: 0,
  answersBeforeRecord: 0,
});
