export { type Charge, notBilled, type PricedLine, unpriced } from "./charge.ts";
export { chargeToWire } from "./charge-to-wire.ts";
export { loadPriceBook } from "./load-price-book.ts";
export type { PriceBook } from "./price-book.ts";
export { PriceDataError } from "./price-data-error.ts";
export type { ModelPrices, Rate, RateTable } from "./rate-table.ts";
export { type RatingInput, rateUsage } from "./rate-usage.ts";
