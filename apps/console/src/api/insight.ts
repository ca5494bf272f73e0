import {
  anomaliesReport,
  type Dimension,
  driversReport,
  type Filter,
  forecastReport,
  type KpiGrain,
  kpisReport,
} from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** What history is asked about. It is told by the charges that hold now, re-ratings included. */
type HistoryQuestion = Readonly<{ span: TimeSpan; filter: Filter }>;

const parametersOf = ({ span, filter }: HistoryQuestion) => ({
  from: new Date(span.fromMs).toISOString(),
  to: new Date(span.toMs).toISOString(),
  ...filter,
});

/** Every KPI, with its course where a grain is named. */
export const askKpis = (
  question: HistoryQuestion & { grain?: KpiGrain | undefined },
  signal?: AbortSignal,
) =>
  askApi(pathWith("/api/kpis", { ...parametersOf(question), grain: question.grain }), kpisReport, {
    signal,
  });

/** What moved the cost against the span before. */
export const askDrivers = (
  question: HistoryQuestion & { by: Dimension; limit: number },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/drivers", {
      ...parametersOf(question),
      by: question.by,
      limit: question.limit,
    }),
    driversReport,
    { signal },
  );

/** When spend was off what was usual. */
export const askAnomalies = (
  question: HistoryQuestion & { grain: "hour" | "day" },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/anomalies", { ...parametersOf(question), grain: question.grain }),
    anomaliesReport,
    { signal },
  );

/** What the month and the quarter will have cost. */
export const askForecast = (filter: Filter, signal?: AbortSignal) =>
  askApi(pathWith("/api/forecast", filter), forecastReport, { signal });
