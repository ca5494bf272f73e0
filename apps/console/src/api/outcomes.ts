import {
  type ChargeBasis,
  type Dimension,
  type Filter,
  type JoinState,
  type OutcomeGrain,
  outcomeDetailReport,
  outcomeListReport,
  outcomesReport,
} from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

const rangeOf = ({ fromMs, toMs }: TimeSpan) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
const chargesOf = (charges: ChargeBasis) => (charges === "current" ? {} : { charges });

/** What the outcomes of a span cost, by name, step of time and dimension. */
export const askOutcomes = (
  question: Readonly<{
    span: TimeSpan;
    filter: Filter;
    charges: ChargeBasis;
    name: string | undefined;
    grain?: OutcomeGrain;
    by?: Dimension | undefined;
    limit: number;
  }>,
  signal?: AbortSignal,
) => {
  const { span, filter, charges, ...more } = question;
  return askApi(
    pathWith("/api/outcomes/report", {
      ...rangeOf(span),
      ...filter,
      ...chargesOf(charges),
      ...more,
    }),
    outcomesReport,
    { signal },
  );
};

/** One page of single outcomes, newest first. */
export const askOutcomeList = (
  question: Readonly<{
    span: TimeSpan;
    charges: ChargeBasis;
    name: string | undefined;
    joined: JoinState | undefined;
    offset: number;
    limit: number;
  }>,
  signal?: AbortSignal,
) => {
  const { span, charges, ...more } = question;
  return askApi(
    pathWith("/api/outcomes", { ...rangeOf(span), ...chargesOf(charges), ...more }),
    outcomeListReport,
    { signal },
  );
};

/** One outcome and the calls behind it. */
export const askOutcome = (id: string, charges: ChargeBasis, signal?: AbortSignal) =>
  askApi(
    pathWith(`/api/outcomes/${encodeURIComponent(id)}/calls`, chargesOf(charges)),
    outcomeDetailReport,
    { signal },
  );
