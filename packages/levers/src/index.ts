export { defaultGuardSettings, type GuardSettings } from "./semantic-cache/calibration/guard.ts";
export { type UnreadableReason, unreadable } from "./semantic-cache/readable-question.ts";
export {
  DEFAULT_COSINE,
  type Finding,
  SemanticNamespace,
  type SemanticPolicy,
} from "./semantic-cache/semantic-namespace.ts";
export { cosineOf, SignIndex } from "./semantic-cache/sign-index.ts";
export { comparable, type Veto, vetoOf } from "./semantic-cache/veto.ts";
