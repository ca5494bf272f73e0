export { type Charge, notBilled, type PricedLine, unpriced } from "./charge.ts";
export { chargeToWire } from "./charge-to-wire.ts";
export { type BookFault, checkPrices } from "./check/check-prices.ts";
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
export {
  type CatalogueDiff,
  diffCatalogues,
  type PriceDifference,
} from "./import/diff-catalogues.ts";
export { priceFilesOf } from "./import/price-files-of.ts";
export { readCatalogue } from "./import/read-catalogue.ts";
export { type ExtraPriceFile, loadPriceBook } from "./load-price-book.ts";
export type { PriceBook } from "./price-book.ts";
export { PriceDataError } from "./price-data-error.ts";
export type { ModelPrices, Rate, RateTable } from "./rate-table.ts";
export { type RatingInput, rateUsage } from "./rate-usage.ts";
