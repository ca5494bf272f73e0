import { type Dimension, type TimeGrain, tokensReport } from "@headgate/contract";
import { parametersOf, type Question } from "./reports.ts";
import { askApi, pathWith } from "./request.ts";

/** Where tokens went, by a dimension and over time, and what levers saved. */
export const askTokens = (
  question: Question & { by: Dimension; limit: number; grain: TimeGrain },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/tokens", {
      ...parametersOf(question),
      by: question.by,
      limit: question.limit,
      grain: question.grain,
    }),
    tokensReport,
    { signal },
  );
