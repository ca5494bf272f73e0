import { type ModelsQuery, modelOffersReport, modelsResponse } from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

type ModelsQuestion = Readonly<{ [Name in keyof ModelsQuery]?: ModelsQuery[Name] | undefined }>;

/** A page of the model catalogue. */
export const askModels = (question: ModelsQuestion, signal?: AbortSignal) =>
  askApi(pathWith("/api/models", question), modelsResponse, { signal });

/** Models that no pool has, and what of the calls of a span they could take. */
export const askModelOffers = ({ fromMs, toMs }: TimeSpan, signal?: AbortSignal) => {
  const range = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  return askApi(pathWith("/api/models/offers", range), modelOffersReport, { signal });
};
