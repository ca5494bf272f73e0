export { editingText } from "./editing-text.ts";
export type { CacheStore, StoredEntry } from "./exact-cache/cache-store.ts";
export {
  type CacheOutcome,
  type CacheRequest,
  type CacheWish,
  cacheWishes,
  ExactCache,
  type Keeping,
} from "./exact-cache/exact-cache.ts";
export type { KeptAnswer } from "./exact-cache/kept-answer.ts";
export { MemoryStore } from "./exact-cache/memory-store.ts";
export type { Lever } from "./lever.ts";
export { type LeversOfPolicy, policyFor } from "./policy-for.ts";
export type { RequestEdit } from "./request-edit.ts";
export {
  type CertifiedDial,
  certifyDial,
  type DialPromise,
  type JudgedCall,
} from "./route/certify-dial.ts";
export {
  breakEven,
  type Candidate,
  chooseBesideReference,
  chooseModel,
  type QualityBounds,
  undominated,
} from "./route/choose-model.ts";
export { type Example, type ReadPrompt, readPrompt } from "./route/example.ts";
export {
  expectedQualities,
  type FittedQuality,
  fitQuality,
  type QualityModel,
} from "./route/quality-model.ts";
export {
  defaultRouteSettings,
  type JudgedExample,
  type RouteDecision,
  RouteLearner,
  type RouteSettings,
} from "./route/route-learner.ts";
export { runLevers } from "./run-levers.ts";
export { savingsOfEdits } from "./savings/edit-steps.ts";
export { type Saving, splitSavings } from "./savings/split-savings.ts";
export { defaultGuardSettings, type GuardSettings } from "./semantic-cache/calibration/guard.ts";
export type { EmbeddedQuestion, QuestionEmbedder } from "./semantic-cache/question-embedder.ts";
export { type UnreadableReason, unreadable } from "./semantic-cache/readable-question.ts";
export {
  type Following,
  SemanticCache,
  type SemanticOutcome,
  type SemanticRequest,
} from "./semantic-cache/semantic-cache.ts";
export {
  DEFAULT_COSINE,
  type Finding,
  SemanticNamespace,
  type SemanticPolicy,
} from "./semantic-cache/semantic-namespace.ts";
export { cosineOf, SignIndex } from "./semantic-cache/sign-index.ts";
export { comparable, type Veto, vetoOf } from "./semantic-cache/veto.ts";
