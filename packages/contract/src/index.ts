export { type AnalyzeResult, analyzeResultSchema } from "./analyze-result.ts";
export { type AnswerCut, answerCutNames, answerCuts } from "./answer-cuts.ts";
export { alarmValueText } from "./api/alarm-value-text.ts";
export * from "./api/alarms.ts";
export * from "./api/batches.ts";
export * from "./api/bill-driver-notes.ts";
export * from "./api/billed-machine-lines.ts";
export * from "./api/billed-machines.ts";
export * from "./api/billed-text.ts";
export * from "./api/billing.ts";
export * from "./api/bills.ts";
export { brokenPrefixText } from "./api/broken-prefix-text.ts";
export * from "./api/budgets.ts";
export * from "./api/caches.ts";
export * from "./api/calls.ts";
export * from "./api/commitment-offers.ts";
export { CONTEXT_PATH, type ContextText } from "./api/context.ts";
export { type CsvRow, csvExtentOf, csvPaths, csvRowsOf } from "./api/csv-rows.ts";
export * from "./api/deferred.ts";
export * from "./api/demand.ts";
export * from "./api/error.ts";
export * from "./api/experiments.ts";
export * from "./api/explore.ts";
export * from "./api/export.ts";
export * from "./api/exports-of-commitments.ts";
export * from "./api/imports.ts";
export * from "./api/insight.ts";
export * from "./api/keys.ts";
export { latestDeliveries } from "./api/latest-deliveries.ts";
export * from "./api/migration.ts";
export * from "./api/model-offers.ts";
export * from "./api/models.ts";
export { notSeenText } from "./api/not-seen-text.ts";
export * from "./api/outcomes.ts";
export { parseCommitmentsFile } from "./api/parse-commitments-file.ts";
export * from "./api/payment-option.ts";
export * from "./api/plan.ts";
export * from "./api/plan-commitments.ts";
export * from "./api/plan-gpus.ts";
export * from "./api/plan-self-host.ts";
export * from "./api/precedence.ts";
export * from "./api/prefix-cache.ts";
export * from "./api/price-catalogues.ts";
export * from "./api/prices.ts";
export * from "./api/prompt-undo.ts";
export * from "./api/proposals.ts";
export * from "./api/pulls.ts";
export * from "./api/question.ts";
export * from "./api/recommendations.ts";
export * from "./api/reconcile.ts";
export * from "./api/reports.ts";
export * from "./api/rerate.ts";
export * from "./api/routing.ts";
export * from "./api/savings.ts";
export * from "./api/served-answers.ts";
export * from "./api/session.ts";
export * from "./api/shared-costs.ts";
export * from "./api/simulation.ts";
export { simulationTexts } from "./api/simulation-texts.ts";
export * from "./api/spend.ts";
export * from "./api/status.ts";
export * from "./api/tokens.ts";
export * from "./api/weekly.ts";
export {
  type Attribution,
  type AttributionField,
  attributionFields,
  attributionSchema,
  OWN_CALL_TAG,
  OWN_TAG_PREFIX,
  type Tags,
  tagsSchema,
} from "./attribution.ts";
export * from "./batch-results.ts";
export * from "./cache-use.ts";
export type { CatalogueEntry } from "./catalogue-entry.ts";
export * from "./change-parts.ts";
export {
  type ChargeLine,
  type ChargeWire,
  type Confidence,
  chargeLineSchema,
  chargeSchema,
  confidences,
} from "./charge.ts";
export {
  type DoctorCheck,
  type DoctorResult,
  doctorResultSchema,
  type ReplayResult,
  type ReportResult,
  replayResultSchema,
  reportResultSchema,
  type Started,
  startedSchema,
} from "./command-results.ts";
export * from "./config/alarm-measures.ts";
export {
  type AlarmConfig,
  type AlarmOn,
  alarmThresholds,
  alarmUnitOf,
  type FigureAlarm,
  isFigureAlarm,
} from "./config/alarms.ts";
export {
  type AttributionCondition,
  type AttributionRules,
  type AttributionVariable,
  attributionRulesSchema,
  attributionVariables,
  type CostSplit,
  millionths as millionthsOfPercent,
} from "./config/attribution-rules.ts";
export { type BatchConfig, batchSchema } from "./config/batch.ts";
export type { BedrockBatchConfig } from "./config/bedrock-batch.ts";
export type { BillingCurrency } from "./config/billing-currency.ts";
export {
  type BudgetAction,
  type BudgetConfig,
  type BudgetMeasure,
  type BudgetSubject,
  budgetActions,
  budgetMeasures,
  budgetSubjects,
  type CalendarWindow,
  durationMs,
  type WorstCaseConfig,
} from "./config/budgets.ts";
export type { CatalogueStatements } from "./config/catalogue.ts";
export { type ContextPolicy, contextSchema, entryCapOf } from "./config/context.ts";
export { type DeferralPolicy, deferralSchema } from "./config/deferral.ts";
export { drainGraceMs } from "./config/drain-grace.ts";
export type { EmbeddingsConfig } from "./config/embeddings.ts";
export { configFromEnvironment, withEnvironmentOverrides } from "./config/environment-config.ts";
export {
  type HeldOutPart,
  type Holdout,
  heldOutPartOf,
  heldOutParts,
  holdoutSchema,
} from "./config/holdout.ts";
export { isOrdered, type ModelTargets, type Spread } from "./config/model-targets.ts";
export {
  type NotifierConfig,
  notifierKinds,
  readSmtpUrl,
  type SmtpServer,
} from "./config/notifiers.ts";
export {
  type OutputPolicy,
  outputSchema,
  outputStyles,
} from "./config/output.ts";
export { type Overlay, overlaySchema } from "./config/overlays.ts";
export { parseConfig } from "./config/parse-config.ts";
export { parsePolicies } from "./config/parse-policies.ts";
export { type PlansConfig, plansSchema } from "./config/plans.ts";
export {
  cachesSchema,
  type ExactCachePolicy,
  exactCacheSchema,
  type Policy,
} from "./config/policies.ts";
export { type PrefixCachePolicy, prefixCacheSchema } from "./config/prefix-cache.ts";
export {
  type ApprovedPrompt,
  losslessPasses,
  type PromptPass,
  type PromptPolicy,
  promptPasses,
  promptSchema,
} from "./config/prompt.ts";
export {
  accountOfPull,
  type PullConfig,
  type PullKind,
  type PullOf,
  pullKinds,
} from "./config/pulls.ts";
export { type ReportConfig, weekdays } from "./config/reports.ts";
export { dialNotches, promisedQuality, type RoutePolicy, routeSchema } from "./config/route.ts";
export {
  type ExcludedByRoute,
  excludedByRoutes,
  whyNotAllowed,
} from "./config/route-constraints.ts";
export { type RouteTasks, routeTasksSchema } from "./config/route-tasks.ts";
export {
  configSchema,
  type HeadgateConfig,
  type ProviderConfig,
  type ProviderKind,
  providerConfigSchema,
} from "./config/schema.ts";
export {
  fixedThreshold,
  type SemanticCachePolicy,
  semanticCacheSchema,
} from "./config/semantic-cache.ts";
export type {
  ClickHouseConfig,
  PostgresConfig,
  StoresConfig,
  ValkeyConfig,
} from "./config/stores.ts";
export type { PriceCeiling, UnknownPrice } from "./config/unknown-price.ts";
export { counted } from "./counted.ts";
export { type CsvCell, csvLine, csvOf, exactCsvLine } from "./csv.ts";
export {
  type DeadlineReading,
  deadlineLengthMs,
  MOST_DEADLINE_MS,
  readDeadline,
} from "./deadline.ts";
export { dollars, dollarsText } from "./dollars.ts";
export { type ErrorCode, errorCatalogue, HeadgateError } from "./errors.ts";
export {
  type ExperimentArm,
  type ExperimentPlace,
  experimentArms,
  experimentPlaceSchema,
  type HeldOutLever,
  heldOutLevers,
} from "./experiment-arm.ts";
export {
  attributionHeader,
  csvHeaders,
  HEADGATE_HEADER_PREFIX,
  requestHeaders,
  responseHeaders,
} from "./headers.ts";
export { CLIENT_CALL_ID, callIdOf, newCallId } from "./ids.ts";
export * from "./imports/account-name.ts";
export * from "./imports/amount.ts";
export * from "./imports/bill-line.ts";
export * from "./imports/billed-key.ts";
export * from "./imports/broken-bill.ts";
export * from "./imports/gauge.ts";
export * from "./imports/import-summary.ts";
export * from "./imports/outcome.ts";
export * from "./imports/skip.ts";
export * from "./imports/sources.ts";
export * from "./imports/spend-category.ts";
export * from "./imports/usage-total.ts";
export {
  type AttemptOutcome,
  attemptOutcomes,
  type HistoryRow,
  historyRowSchema,
  type LedgerRow,
  ledgerRowSchema,
  type RatedAttempt,
  ratedAttemptSchema,
  rowId,
  type Settled,
  savingSchema,
  settledSchema,
  unfailedOutcomes,
} from "./ledger-row.ts";
export * from "./length-text.ts";
export {
  type Change,
  changeSchema,
  type LeverName,
  leverNames,
  type PromptPart,
  type PromptParts,
  promptPartNames,
  promptPartsSchema,
} from "./levers.ts";
export { isLoopbackHost, isLoopbackName } from "./loopback.ts";
export {
  abilityWords,
  type FactValue,
  factsByPath,
  type Modality,
  type ModelFacts,
  modelFactsSchema,
  modelWireFormats,
  type StructuredOutput,
} from "./model-facts.ts";
export { type ModelTier, modelTiers } from "./model-tiers.ts";
export {
  allInputTokens,
  allOutputTokens,
  type ModelUsage,
} from "./model-usage.ts";
export {
  ON_BEHALF_HEADER,
  type OnBehalf,
  type RealTimeReason,
  readOnBehalf,
  realTimeReasons,
  writeOnBehalf,
} from "./on-behalf.ts";
export { isOtlpPath, OTLP_PATHS } from "./otlp-paths.ts";
export { overlayOfFoundRate } from "./overlay-of-found-rate.ts";
export {
  type PriceRecord,
  type PriceScope,
  type PriceTier,
  priceRecordSchema,
  priceScopes,
  priceTiers,
} from "./price-record.ts";
export {
  allocatorEnvironment,
  type ChildMessage,
  CLIENT_ADDRESS_HEADER,
  type ConfigMessage,
  childEnvironment,
  childMessageSchema,
  configMessageSchema,
  controlAllocatorEnvironment,
  FEEDBACK_PATH,
  GATEWAY_URL_HEADER,
  gatewayNodeOptions,
  INTERNAL_CACHE_PATH,
  INTERNAL_PROMPTS_PATH,
  INTERNAL_ROUTING_PATH,
  INTERNAL_TOKEN_HEADER,
} from "./process-messages.ts";
export {
  type LintedPrompt,
  type LintRule,
  type PromptArm,
  type PromptArmMeasures,
  type PromptsCompare,
  type PromptsLint,
  promptArms,
  promptsCompareSchema,
  promptsLintSchema,
} from "./prompts-results.ts";
export { renderFoundRates } from "./render-found-rates.ts";
export {
  type FinishReason,
  finishReasons,
  MOST_PASSAGE_DIGESTS,
  MOST_PREFIX_PLACES,
  type PassageFacts,
  type PrefixFacts,
  type RequestFacts,
  type RequestNeed,
  requestFactsSchema,
} from "./request-facts.ts";
export * from "./route-troubles.ts";
export {
  type RouteReason,
  type RouteUse,
  routeReasonNames,
  routeReasons,
  routeUseSchema,
} from "./route-use.ts";
export { leverBases, type SavingBasis, savingBases } from "./saving-basis.ts";
export * from "./semantic-refusals.ts";
export * from "./store-failure.ts";
export * from "./taken-rates.ts";
export {
  isTaskClass,
  type TaskClass,
  taskClasses,
  taskClassNames,
  taskNameSchema,
} from "./task-classes.ts";
export { bucketsOfCounts, promptPartTitles, type TokenCount } from "./token-groups.ts";
export { type TokensByPart, tokensByPart } from "./tokens-by-part.ts";
export {
  MOST_TRANSLATION_NOTES,
  type Translation,
  type TranslationNote,
  translationSchema,
} from "./translation.ts";
export {
  type CountedUnit,
  countedUnits,
  inputBuckets,
  inputTokens,
  outputBuckets,
  outputTokens,
  type TokenBucket,
  tokenBuckets,
  type Usage,
  type UsageComponent,
  type UsageOrigin,
  usageComponents,
  usageOrigins,
  usageSchema,
} from "./usage.ts";
export {
  type KeySnapshot,
  keySnapshotSchema,
  VIRTUAL_KEY_PREFIX,
  type VirtualKey,
  virtualKeySchema,
} from "./virtual-key.ts";
export { beginOfDay, isTimeZone, shownTime, wallTime } from "./wall-time.ts";
export { type Operation, operations, type WireFormat, wireFormats } from "./wire-format.ts";
