import {
  type AttemptOutcome,
  attemptOutcomes,
  type ErrorCode,
  type TranslationNote,
} from "@headgate/contract";

/** Plain numbers that the hot path adds to; the metrics page reads them when it is asked. */
export type Counters = {
  callsUnderWay: number;
  attempts: number;
  outcomes: Record<AttemptOutcome, number>;
  refusals: Partial<Record<ErrorCode, number>>;
  /** Targets that were passed over because their price is not known and the policy wants one. */
  targetsWithoutPrice: number;
  /** What translations could not carry over, by where it stood. */
  translationLosses: Record<TranslationNote["in"], number>;
  /** What became of leases; `refused` by the budget's name. */
  budgets: {
    refused: Map<string, number>;
    stepsDown: number;
    settledAtWorstCase: number;
    aboveWorstCase: number;
    leasesExpired: number;
  };
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
  translationLosses: { request: 0, answer: 0 },
  budgets: {
    refused: new Map(),
    stepsDown: 0,
    settledAtWorstCase: 0,
    aboveWorstCase: 0,
    leasesExpired: 0,
  },
  answersBeforeRecord: 0,
});
