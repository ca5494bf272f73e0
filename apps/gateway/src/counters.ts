import {
  type AnswerCut,
  type AttemptOutcome,
  answerCutNames,
  attemptOutcomes,
  type CacheStatus,
  cacheStatuses,
  type ErrorCode,
  type LeverName,
  leverNames,
  type StoreFailure,
  storeFailures,
  type TranslationNote,
} from "@headgate/contract";
import { type LabelTally, newLabelTally } from "./route/labels/label-tally.ts";

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
  /** What was told of counters that many gateways share. */
  sharedCounters: {
    away: boolean;
    emptied: number;
    skewMs: number;
    /** Commands that they did not do, by why. */
    errors: Record<StoreFailure, number>;
    letThrough: number;
    uncounted: number;
    countedAfterwards: number;
    toldAgain: number;
  };
  /** Calls by what the cache had to do with them. */
  cacheCalls: Record<CacheStatus, number>;
  /** Answers that a rule of their policy cut, by which. */
  answersCut: Record<AnswerCut, number>;
  /** Times that a lever failed and its call went on without it. */
  leverFailures: Record<LeverName, number>;
  /** Times that a session's history was made shorter. */
  contextDecisions: number;
  /** Histories that were not summed up because the model failed. */
  contextSummariesFailed: number;
  /** Those that the model was not asked for, since it had failed not long before. */
  contextSummariesHeldBack: number;
  /** What became of calls that routing was to learn from. */
  labels: LabelTally;
  /** Answers that went out although the disk refused their row; it is retried. */
  answersBeforeRecord: number;
};

const zeroOf = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

export const newCounters = (): Counters => ({
  callsUnderWay: 0,
  attempts: 0,
  outcomes: zeroOf<AttemptOutcome>(attemptOutcomes),
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
  sharedCounters: {
    away: false,
    ...{ emptied: 0, skewMs: 0, letThrough: 0, uncounted: 0, countedAfterwards: 0 },
    toldAgain: 0,
    errors: zeroOf(storeFailures),
  },
  cacheCalls: zeroOf(cacheStatuses),
  answersCut: zeroOf(answerCutNames),
  leverFailures: zeroOf(leverNames),
  contextDecisions: 0,
  contextSummariesFailed: 0,
  contextSummariesHeldBack: 0,
  labels: newLabelTally(),
  answersBeforeRecord: 0,
});
