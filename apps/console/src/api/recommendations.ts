import {
  type RecommendationAction,
  recommendationDetail,
  recommendationsKept,
} from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** What should change, tried out on the calls of a span, as it was worked out last; or how far that is. */
export const askRecommendations = (span: TimeSpan, signal?: AbortSignal) =>
  askApi(
    pathWith("/api/recommendations", {
      from: new Date(span.fromMs).toISOString(),
      to: new Date(span.toMs).toISOString(),
    }),
    recommendationsKept,
    { signal },
  );

const pathOf = (id: string): string => `/api/recommendations/${encodeURIComponent(id)}`;

export const askRecommendation = (id: string, signal?: AbortSignal) =>
  askApi(pathOf(id), recommendationDetail, { signal });

export type Act = Readonly<{
  id: string;
  action: RecommendationAction;
  by: string;
  note?: string | undefined;
  /** Of `apply`: the share of sessions that are held out; the default of its lever unless said. */
  holdout?: number | undefined;
}>;

/** Does something about a recommendation. */
export const actOnRecommendation = ({ id, action, by, note, holdout }: Act) =>
  askApi(`${pathOf(id)}/${action}`, recommendationDetail, {
    method: "POST",
    body: {
      by,
      ...(note !== undefined && note !== "" && { note }),
      ...(holdout !== undefined && { holdout }),
    },
  });
