import {
  disagreementsResponse,
  type EstimateRequest,
  estimateResponse,
  priceHistoryResponse,
  pricesResponse,
  type RerateRequest,
  rerateJobSchema,
  reratingsResponse,
} from "@headgate/contract";
import { askApi, pathWith } from "./request.ts";

type Model = Readonly<{ provider?: string | undefined; model: string }>;

/** Every price as it holds on a day; today unless said. */
export const askPrices = (at: string | undefined, signal?: AbortSignal) =>
  askApi(pathWith("/api/prices", { at }), pricesResponse, { signal });

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
