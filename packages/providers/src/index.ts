export type { AnswerView, TokenLikelihood } from "./answer-view/answer-view.ts";
export { answerViewOf } from "./answer-view/answer-view-of.ts";
export { type AskedForm, askedFormOf } from "./answer-view/asked-form.ts";
export { messagesServiceTier } from "./anthropic/messages/usage.ts";
export { readUsageReport } from "./anthropic/organization/usage.ts";
export { deploymentFor } from "./azure/deployment-for.ts";
export { betasOf } from "./batch/anthropic-betas.ts";
export {
  type BatchAbout,
  type BatchApi,
  type BatchLimits,
  type BatchLine,
  type BatchLines,
  type BatchRequest,
  type BatchResponse,
  type BatchResult,
  type BatchSearch,
  type BatchSend,
  type BatchStanding,
  isBatchMarker,
} from "./batch/batch-api.ts";
export { type BatchSupport, batchApiFor, hasBatches } from "./batch/batch-api-for.ts";
export { batchEndpoints, batchPathOf, batchWire } from "./batch/batch-endpoints.ts";
export { type AddressedBatchRequest, batchRequest } from "./batch/batch-request.ts";
export {
  callOfLine,
  type PreparedRequest,
  prepareBatchRequest,
  type RequestToPrepare,
  type WhyUnpriced,
} from "./batch/prepare-batch-request.ts";
export { readBatchAnswer } from "./batch/read-batch-answer.ts";
export { type BatchLineReading, readBatchLine } from "./batch/read-batch-line.ts";
export {
  type ClientRequest,
  readMessageBatchRequest,
  readRequestLine,
} from "./batch/read-request-line.ts";
export {
  anthropicResultLine,
  type LineResult,
  messageResultType,
  openaiFileOf,
  openaiResultLine,
} from "./batch/result-line.ts";
export {
  type LoggedInvocation,
  type LoggedReading,
  readLoggedInvocation,
} from "./bedrock/invocation-log/read-logged-invocation.ts";
export { usageFromHead } from "./bedrock/invoke-model/usage-from-head.ts";
export { signatureHeaders as awsSignatureHeaders } from "./bedrock/sign-request.ts";
export { withMember, withUsageRequested } from "./byte-edit.ts";
export {
  type ChosenTarget,
  chooseTargets,
  type TargetRoutes,
  targetNamed,
} from "./choose-targets.ts";
export { countPrompt, type PromptCount } from "./estimate/count-prompt.ts";
export { type EstimatedUsage, estimateUsage } from "./estimate/estimate-usage.ts";
export { closeEstimator, countTokens } from "./estimate/token-counter.ts";
export { withoutQueryKey } from "./gemini/query-key.ts";
export { readHeliconeUsage } from "./helicone/usage.ts";
export { applyJsonEdits, type JsonEdit } from "./json-edits.ts";
export type { JsonPath } from "./json-path.ts";
export {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "./json-values.ts";
export { type KnownProvider, knownProviders } from "./known-providers.ts";
export { readLangfuseUsage } from "./langfuse/usage.ts";
export { readLitellmUsage } from "./litellm/usage.ts";
export { type Meter, type MeterReading, statesUsage } from "./meter.ts";
export { asksForUsage } from "./openai/asks-for-usage.ts";
export { readEmbeddingVectors } from "./openai/embeddings/read-vectors.ts";
export { readOrganizationUsage } from "./openai/organization/usage.ts";
export {
  type CacheCounting,
  readSpanUsage,
  spanUsageAttributes,
} from "./opentelemetry/usage.ts";
export { hasCacheMarks, withCacheMarks } from "./prefix/cache-marks.ts";
export { type PromptSection, promptSections } from "./prefix/prompt-sections.ts";
export { type Passages, passagesOf } from "./prompt-view/passages-of.ts";
export { type PromptMedium, promptMediaOf } from "./prompt-view/prompt-media-of.ts";
export { promptPartsOf } from "./prompt-view/prompt-parts-of.ts";
export type {
  PromptMessage,
  PromptText,
  PromptView,
  ToolCall,
  ToolResult,
} from "./prompt-view/prompt-view.ts";
export { promptViewOf } from "./prompt-view/prompt-view-of.ts";
export {
  type Credential,
  type ProviderRequestInput,
  providerRequest,
} from "./provider-request.ts";
export {
  type AnswerReading,
  type RecordedAnswer,
  readRecordedAnswer,
} from "./recorded/read-recorded-answer.ts";
export { answerBounds, requestBounds, type StatedBounds } from "./request-bounds.ts";
export { isRetryable, retryAfterMs } from "./retry.ts";
export { saysModelMissing } from "./says-model-missing.ts";
export { type WatchedEvent, WatchedStream } from "./stream-ending/watched-stream.ts";
export type { AnswerTranslation } from "./translate/answer-translation.ts";
export type { AnswerContext } from "./translate/format.ts";
export type { Note, TranslationNotes } from "./translate/notes.ts";
export { translatedHeaders } from "./translate/request-headers.ts";
export { type RequestTranslation, translateRequest } from "./translate/translate-request.ts";
export { translationUnsupported } from "./translate/translation-unsupported.ts";
export {
  type RecordedReading,
  type RecordedUsage,
  readRecordedUsage,
  type UsageStatement,
} from "./usage-shapes/read-recorded-usage.ts";
export { statedStopReason } from "./usage-shapes/stated-stop-reason.ts";
export {
  recogniseUsage,
  type UsageShapeName,
  usageShapeNames,
} from "./usage-shapes/usage-shapes.ts";
export type { CallRequest, MeterOptions, Wire, WireErrorResponse } from "./wire.ts";
export { errorWireFor, isModelPath, wireFor } from "./wire-for.ts";
