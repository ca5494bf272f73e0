import {
  type ChargeBasis,
  experimentDetail,
  experimentsReport,
  type Filter,
} from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

type Question = Readonly<{ span: TimeSpan; filter: Filter; charges: ChargeBasis }>;

const parametersOf = ({ span, filter, charges }: Question) => ({
  from: new Date(span.fromMs).toISOString(),
  to: new Date(span.toMs).toISOString(),
  ...filter,
  ...(charges === "original" && { charges }),
});

/** What the experiments of a span say. */
export const askExperiments = (question: Question, signal?: AbortSignal) =>
  askApi(pathWith("/api/experiments", parametersOf(question)), experimentsReport, { signal });

/** One experiment, with its interval over the days. */
export const askExperiment = (question: Question & { name: string }, signal?: AbortSignal) =>
  askApi(
    pathWith(`/api/experiments/${encodeURIComponent(question.name)}`, parametersOf(question)),
    experimentDetail,
    { signal },
  );
