import {
  commitmentsPlanSchema,
  infrastructurePricesResponse,
  planDemandReport,
  planGpusResponse,
  selfHostPlanReport,
  type selfHostPlanRequest,
} from "@headgate/contract";
import type { z } from "zod";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** A question as it is written: what is not said is the API's own default. */
export type SelfHostAsk = z.input<typeof selfHostPlanRequest>;

const rangeOf = ({ fromMs, toMs }: TimeSpan) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

/** What demand was, of one model or of all, and how it is expected to go on. */
export const askDemand = (
  { span, model }: Readonly<{ span: TimeSpan; model: string | undefined }>,
  signal?: AbortSignal,
) =>
  askApi(pathWith("/api/plan/demand", { ...rangeOf(span), model }), planDemandReport, { signal });

/** Prices of machines, each with its age. */
export const askMachinePrices = (signal?: AbortSignal) =>
  askApi("/api/infrastructure/prices", infrastructurePricesResponse, { signal });

export const planSelfHost = (body: SelfHostAsk) =>
  askApi("/api/plan/self-host", selfHostPlanReport, { method: "POST", body });

/** @param file what `headgate plan commitments` reads; the API says what is wrong with it. */
export const planCommitments = ({ file, span }: Readonly<{ file: object; span: TimeSpan }>) =>
  askApi("/api/plan/commitments", commitmentsPlanSchema, {
    method: "POST",
    body: { ...file, ...rangeOf(span) },
  });

/** @param fleet what `headgate plan gpus` reads; the API says what is wrong with it. */
export const planMachines = (fleet: object) =>
  askApi("/api/plan/gpus", planGpusResponse, { method: "POST", body: fleet });
