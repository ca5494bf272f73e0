export { answeredRegion } from "./answered-region.ts";
export {
  type EffectivePrice,
  type EffectivePriceQuery,
  type ExpectedAnswer,
  type ExpectedPrompt,
  effectivePrice,
} from "./catalogue/effective-price.ts";
export {
  type CallNeeds,
  type Fitness,
  fitsCall,
  longestPrompt,
  type MissingNeed,
} from "./catalogue/fits-call.ts";
export { type ListPrice, listPriceOf } from "./catalogue/list-price.ts";
export {
  type CatalogueEntry,
  type CatalogueSearch,
  loadModelCatalogue,
  type ModelCatalogue,
} from "./catalogue/model-catalogue.ts";
export { type TierOfModel, tierOfModel } from "./catalogue/model-tier.ts";
export { pageOfModels } from "./catalogue/page-of-models.ts";
export { rankByPrice } from "./catalogue/rank-by-price.ts";
export { type Ceiling, type CeilingQuery, ceilingFor } from "./ceiling-for.ts";
export {
  type Charge,
  isForWantOfUsage,
  notBilled,
  type PricedLine,
  unpriced,
  usageUnknown,
} from "./charge.ts";
export { chargeToWire } from "./charge-to-wire.ts";
export { type BookFault, checkPrices } from "./check/check-prices.ts";
export { checkPriceConfig } from "./check-price-config.ts";
export { createEstimate, type Estimate, type EstimateTerms } from "./estimate-costs.ts";
export { estimateTerms } from "./estimate-terms.ts";
export { whyFree } from "./free-operations.ts";
export {
  type Candidate,
  type CatalogueFile,
  type CatalogueKind,
  type CatalogueReading,
  catalogueKinds,
  type Refusal,
  type RefusalCode,
  refusalCodes,
  type Snapshot,
} from "./import/catalogue.ts";
export { candidateKey as sameSubject } from "./import/collector.ts";
export {
  type CatalogueDiff,
  diffCatalogues,
  type PriceDifference,
} from "./import/diff-catalogues.ts";
export { disagreementsOf } from "./import/disagreements.ts";
export { fillGaps } from "./import/fill-gaps.ts";
export { priceFilesOf } from "./import/price-files-of.ts";
export { readCatalogue } from "./import/read-catalogue.ts";
export { type ExtraPriceFile, loadPriceBook } from "./load-price-book.ts";
export { type ModelReference, modelsNamed } from "./models-named.ts";
export { fitsPattern } from "./name-pattern.ts";
export type { CreditableCharge } from "./overlay/apply-credits.ts";
export { applyOverlays, type OverlayInput } from "./overlay/apply-overlays.ts";
export { type BillingStatement, createBillingStatement } from "./overlay/billing-statement.ts";
export { compileOverlays, type Overlays } from "./overlay/compiled-overlays.ts";

export { CATALOGUES_FOLDER, readKeptCatalogues } from "./own/kept-catalogues.ts";
export {
  IMPORTS_FOLDER,
  loadOwnPriceBook,
  ownPriceBookAgain,
  priceFolderState,
  readPriceFolder,
} from "./own/price-folder.ts";
export {
  readTakenRates,
  TAKEN_RATES_FILE,
  takenRatesAgain,
  withTakenRates,
  writeTakenRates,
} from "./own/taken-rates.ts";
export { ownNamesByProvider } from "./own-names-by-provider.ts";
export type { PriceBook } from "./price-book.ts";
export { priceBookState } from "./price-book-state.ts";
export type { PriceConfigFault } from "./price-config-fault.ts";
export { type PriceContext, priceContextOf } from "./price-context.ts";
export { PriceDataError } from "./price-data-error.ts";
export { priceHistory } from "./price-history.ts";
export { priceProviderOf } from "./price-provider.ts";
export { type PromptPriceRatios, promptPriceRatios } from "./prompt-price-ratios.ts";
export { type PromptPrices, promptPrices } from "./prompt-prices.ts";
export type { ModelPrices, Rate, RateTable } from "./rate-table.ts";
export { type RatingInput, rateUsage } from "./rate-usage.ts";
export { attemptTerms } from "./rerate/attempt-terms.ts";
export { pricedBy, priceTerms } from "./rerate/price-terms.ts";
export {
  chargeAgain,
  type RerateOutcome,
  type RerateTerms,
  rerateAttempt,
} from "./rerate/rerate-attempt.ts";
export { createRerateTally, type RerateTally } from "./rerate/rerate-tally.ts";
export { providerNamed } from "./resolve/provider-names.ts";
export type {
  ModelQuery,
  ModelResolution,
  OwnName,
  OwnNames,
  ResolvedModel,
  UnresolvedModel,
} from "./resolve/resolution.ts";
export { resolveModel } from "./resolve/resolve-model.ts";
export { tierOf } from "./service-tier.ts";
