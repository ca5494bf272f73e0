import {
  disagreementsResponse,
  type EstimateRequest,
  estimateResponse,
  type PricesQuery,
  priceHistoryResponse,
  pricesPage,
  type RerateRequest,
  rerateJobSchema,
  reratingsResponse,
} from "@headgate/contract";
import { askApi, pathWith } from "./request.ts";

type PricesQuestion = Readonly<{
  [Name in keyof PricesQuery]?: PricesQuery[Name] | undefined;
}>;
type Model = Readonly<{ provider?: string | undefined; model: string }>;

/** A page of the prices as they hold on a day; today unless said. */
export const askPrices = (question: PricesQuestion, signal?: AbortSignal) =>
  askApi(pathWith("/api/prices", question), pricesPage, { signal });

/** All that was ever recorded of a model's prices. */
export const askPriceHistory = (model: Model, signal?: AbortSignal) =>
  askApi(pathWith("/api/prices/history", model), priceHistoryResponse, { signal });

/** Where imported catalogues say something else. */
export const askDisagreements = (model: Model, signal?: AbortSignal) =>
  askApi(pathWith("/api/prices/disagreements", model), disagreementsResponse, { signal });

export const askEstimate = (request: EstimateRequest, signal?: AbortSignal) =>
  askApi("/api/prices/estimate", estimateResponse, { method: "POST", body: request, signal });

export const startRerate = (request: RerateRequest) =>
  askApi("/api/prices/rerate", rerateJobSchema, { method: "POST", body: request });

export const askRerateJob = (id: string, signal?: AbortSignal) =>
  askApi(`/api/prices/rerate/${encodeURIComponent(id)}`, rerateJobSchema, { signal });

export const askReratings = (signal?: AbortSignal) =>
  askApi("/api/prices/reratings", reratingsResponse, { signal });
