export { type Deferral, deferral, type TierPrice } from "./batch/deferral.ts";
export type { PromptPrices } from "./context/break-even.ts";
export { leftTokens, nothingReduced } from "./context/clear-results.ts";
export { ContextLever, contextActs, hasHistory } from "./context/context-lever.ts";
export { type ContextMessage, readTurns } from "./context/conversation.ts";
export { decideReduction } from "./context/decide-reduction.ts";
export { type ElidedTexts, HANDLE } from "./context/elided-texts.ts";
export { editingDigest } from "./editing-digest.ts";
export type { CacheEntry, CacheStore, StoredEntry, StoreStats } from "./exact-cache/cache-store.ts";
export { canonicalJson } from "./exact-cache/canonical-json.ts";
export { goesOnFromState, whyNotCached } from "./exact-cache/eligibility.ts";
export {
  type CacheOutcome,
  type CacheRequest,
  type CacheWish,
  cacheWishes,
  ExactCache,
  type Keeping,
} from "./exact-cache/exact-cache.ts";
export { isPurged } from "./exact-cache/is-purged.ts";
export { type KeptAnswer, sizeOf } from "./exact-cache/kept-answer.ts";
export { MemoryStore } from "./exact-cache/memory-store.ts";
export { noLessCached } from "./exact-cache/no-less-cached.ts";
export type { SharedFlight, SharedFlights } from "./exact-cache/shared-flights.ts";
export { usageOfRepeat, type Warmth, warmthAfter } from "./exact-cache/usage-of-repeat.ts";
export { bootstrapInterval } from "./history/bootstrap-interval.ts";
export type { History, HistoryCall, Proposed, Stretch } from "./history/history.ts";
export {
  type LoggedRequest,
  type LoggedRequestTerms,
  loggedRequestFacts,
} from "./history/logged-request.ts";
export {
  type Alternative,
  cheapestOf,
  isAtLeast,
  type Market,
  needsOf,
  priceAt,
  takes,
} from "./history/market.ts";
export { passageFactsOf } from "./history/passage-facts.ts";
export { perMonth } from "./history/per-month.ts";
export {
  amountPerMonth,
  type CallAfter,
  type CallSaving,
  monthlyOf,
  type ProposalDraft,
  proposalId,
  proposalOf,
  savedBy,
} from "./history/proposal.ts";
export { propose, proposers } from "./history/propose.ts";
export { type AskedRequest, requestFactsOf } from "./history/request-facts.ts";
export { byModelAndFeature, scopeText } from "./history/scopes.ts";
export { takingTurns } from "./history/taking-turns.ts";
export { taskFactsOf } from "./history/task-facts.ts";
export { tellsOfRequest } from "./history/tells-of-request.ts";
export { isThroughGateway } from "./history/through-gateway.ts";
export { type PolicyTrial, policyTrials } from "./history/try-policy.ts";
export { type Assignment, assignArms, isHeldOutOf } from "./holdout/assign-arms.ts";
export type { Lever } from "./lever.ts";
export type { EndMark } from "./output/answer-end.ts";
export { answerTask } from "./output/answer-task.ts";
export { asksForJson } from "./output/asks-for-json.ts";
export { editOutput } from "./output/edit-output.ts";
export { type AnswerKind, LearnedLimits } from "./output/learned-limits.ts";
export { OutputWatch } from "./output/output-watch.ts";
export { fitsName, type LeversOfPolicy, type PolicySubject, policyFor } from "./policy-for.ts";
export {
  type CacheTerms,
  type CacheTtl,
  publishedTerms,
  ttlMs,
} from "./prefix-cache/cache-terms.ts";
export { leastKept } from "./prefix-cache/least-kept.ts";
export { MarkingTrials as RefusalTrials } from "./prefix-cache/marking-trials.ts";
export { marksSent, type PlannedMark, planMarks } from "./prefix-cache/plan-marks.ts";
export { type PrefixAct, PrefixCache, type PrefixOutcome } from "./prefix-cache/prefix-cache.ts";
export { prefixPlaces } from "./prefix-cache/prefix-places.ts";
export type { PromptPrints } from "./prefix-cache/prompt-prints.ts";
export { prefixScope } from "./prefix-cache/prompt-subjects.ts";
export { type PromptPath, ReuseTracker, type Seen } from "./prefix-cache/reuse-tracker.ts";
export type { Finding as LintFinding } from "./prompt/lint/finding.ts";
export { draftOf, lintPrompt, MOST_LINTED_UNITS } from "./prompt/lint/lint-prompt.ts";
export { EarlierTexts } from "./prompt/passes/earlier-texts.ts";
export type { Pass } from "./prompt/passes/pass.ts";
export { passes, restore, shorten } from "./prompt/passes/shorten.ts";
export { exchangedPrompts, PromptLever } from "./prompt/prompt-lever.ts";
export { doesNothing, GRACE_MS } from "./prompt/session-passes.ts";
export type { UndoLimits, UndoneCall, UndoRecords } from "./prompt/undo-records.ts";
export { putNewest } from "./put-newest.ts";
export type { RequestEdit } from "./request-edit.ts";
export { decideSwitch, type SwitchDecision, type SwitchFigures } from "./route/affinity.ts";
export { CascadeLearner, type JudgedLook } from "./route/cascade/cascade-learner.ts";
export {
  type AnswerStandard,
  answerStandard,
  type CascadeScope,
  type CascadeSnapshot,
  cascadedModel,
  cascadeKey,
  cascadeScopes,
} from "./route/cascade/cascade-snapshot.ts";
export { failuresOfAnswer, lastQuestion } from "./route/cascade/failures-of-answer.ts";
export { judgeAnswer, type Verdict } from "./route/cascade/judge-answer.ts";
export {
  type AnswerFindings,
  failedChecks,
  lookAtAnswer,
} from "./route/cascade/look-at-answer.ts";
export { fitPOk, type JudgedAnswer, pOk } from "./route/cascade/p-ok.ts";
export { QualityCircuit } from "./route/cascade/quality-circuit.ts";
export {
  type CertifiedDial,
  certifyDial,
  type DialPromise,
  type FrontierPoint,
  type JudgedCall,
} from "./route/certify-dial.ts";
export { noChange, noteChange, noteRecovery } from "./route/change-watch.ts";
export {
  breakEven,
  type Candidate,
  chooseBesideReference,
  chooseModel,
  type QualityBounds,
  undominated,
} from "./route/choose-model.ts";
export { type DayOneChoice, dayOneChoice, type PoolModel } from "./route/day-one.ts";
export { type Example, type ReadPrompt, readPrompt } from "./route/example.ts";
export { correctionOf, type JudgeCorrections } from "./route/judge-corrections.ts";
export type { JudgedExample } from "./route/judged-example.ts";
export { mostOfKey } from "./route/key-share.ts";
export type { LabelSource } from "./route/label-source.ts";
export {
  BudgetPacer,
  defaultPacer,
  type PacedDay,
  type PacerSettings,
  type PacerState,
} from "./route/pacer.ts";
export { readPlainData, writePlainData } from "./route/plain-data.ts";
export {
  boundsOfPool,
  type Dominated,
  type MeanBounds,
  type ModelRecord,
  pruneModels,
  qualityBounds,
} from "./route/prune.ts";
export {
  expectedQualities,
  type FittedQuality,
  fitQuality,
  type QualityModel,
} from "./route/quality-model.ts";
export { atReference } from "./route/reference-cost.ts";
export { RouteLearner } from "./route/route-learner.ts";
export { defaultRouteSettings, type RouteSettings } from "./route/route-settings.ts";
export {
  decidePaced,
  decideRoute,
  type Evidence,
  NO_FINGERPRINT,
  noSnapshot,
  type RouteDecision,
  type RouteSnapshot,
} from "./route/route-snapshot.ts";
export { steeringOf } from "./route/steering-of.ts";
export { classifyTask, type TaskVerdict } from "./route/task/classify-task.ts";
export { type CallFacts, Fingerprints } from "./route/task/fingerprint.ts";
export { maskTemplate } from "./route/task/mask-template.ts";
export { systemText } from "./route/task/system-text.ts";
export { type TaskFacts, type TaskOfCall, taskOfCall } from "./route/task/task-of-call.ts";
export { noteTaskLength } from "./route/task-length.ts";
export { addTrials, noTrial, type TrialCount } from "./route/trial-table.ts";
export {
  type CouldTake,
  type CouldTakeSummary,
  couldTake,
  defaultTrials,
  type TaskTraffic,
  type TrialFacts,
  type TrialStanding,
  trialStanding,
} from "./route/trials.ts";
export { withoutCache } from "./route/without-cache.ts";
export { runLevers } from "./run-levers.ts";
export { type Moved, savingsOfEdits } from "./savings/edit-steps.ts";
export { type Saving, type Step, splitSavings } from "./savings/split-savings.ts";
export { answerText } from "./semantic-cache/answer-text.ts";
export { upperBoundOfShare } from "./semantic-cache/calibration/clopper-pearson.ts";
export { defaultGuardSettings, type GuardSettings } from "./semantic-cache/calibration/guard.ts";
export { answerKeyOf, isJsonAnswer } from "./semantic-cache/compare-answers.ts";
export { NearGroups, type Spared } from "./semantic-cache/near-groups.ts";
export type { ToldQuestion } from "./semantic-cache/near-question.ts";
export type {
  Asker,
  EmbeddedQuestion,
  QuestionEmbedder,
  QuestionModel,
  TextEmbedder,
} from "./semantic-cache/question-embedder.ts";
export { type UnreadableReason, unreadable } from "./semantic-cache/readable-question.ts";
export { SemanticCache } from "./semantic-cache/semantic-cache.ts";
export {
  DEFAULT_COSINE,
  type Finding,
  SemanticNamespace,
  type SemanticPolicy,
} from "./semantic-cache/semantic-namespace.ts";
export type {
  Following,
  SemanticOutcome,
  SemanticRequest,
} from "./semantic-cache/semantic-outcome.ts";
export { cosineOf, SignIndex } from "./semantic-cache/sign-index.ts";
export { comparable, type Veto, vetoOf } from "./semantic-cache/veto.ts";
