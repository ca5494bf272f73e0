import type { ReportName, Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { billedByDay } from "./billed-by-day.ts";
import { billBy } from "./bills/bill-by.ts";
import { billCells } from "./bills/bill-cells.ts";
import { billOverTime } from "./bills/bill-over-time.ts";
import { billedMachines } from "./bills/billed-machines.ts";
import { cacheUse } from "./cache-use.ts";
import { calls } from "./calls.ts";
import { callsByScope } from "./calls-by-scope.ts";
import { changeCells } from "./change-cells.ts";
import { costSubjects } from "./cost-subjects.ts";
import { demand } from "./demand.ts";
import { experiments } from "./experiments.ts";
import { explore } from "./explore.ts";
import { exportSlices } from "./export/export-slices.ts";
import { exportedBillLines } from "./export/exported-bill-lines.ts";
import { exportedCalls } from "./export/exported-calls.ts";
import { gaugeHours } from "./gauge-hours.ts";
import { gpuUtilisation } from "./gpu-utilisation.ts";
import { outcome } from "./outcomes/outcome.ts";
import { outcomeList } from "./outcomes/outcome-list.ts";
import { outcomes } from "./outcomes/outcomes.ts";
import { precedence } from "./precedence.ts";
import { pricedCalls } from "./priced-calls.ts";
import { reconciliation } from "./reconciliation.ts";
import { retryCost } from "./retry-cost.ts";
import { savings } from "./savings.ts";
import { spend } from "./spend.ts";
import { spendBy } from "./spend-by.ts";
import { spendOverTime } from "./spend-over-time.ts";
import { tokens } from "./tokens/tokens.ts";
import { totals } from "./totals.ts";
import { unpriced } from "./unpriced.ts";
import { usageByModel } from "./usage-by-model.ts";

/** Every report by its name; engines differ only in how they answer {@link Ask}. */
export const reports: {
  readonly [Name in ReportName]: (
    query: Reports[Name]["query"],
    ask: Ask,
  ) => Promise<Reports[Name]["result"]>;
} = {
  totals,
  "spend-over-time": spendOverTime,
  "spend-by": spendBy,
  unpriced,
  "usage-by-model": usageByModel,
  "change-cells": changeCells,
  "priced-calls": pricedCalls,
  "calls-by-scope": callsByScope,
  "retry-cost": retryCost,
  "gpu-utilisation": gpuUtilisation,
  "gauge-hours": gaugeHours,
  "billed-by-day": billedByDay,
  calls,
  precedence,
  "bill-by": billBy,
  "bill-over-time": billOverTime,
  "bill-cells": billCells,
  "billed-machines": billedMachines,
  spend,
  reconciliation,
  outcomes,
  "outcome-list": outcomeList,
  outcome,
  explore,
  savings,
  "cache-use": cacheUse,
  tokens,
  "cost-subjects": costSubjects,
  "export-slices": exportSlices,
  "exported-calls": exportedCalls,
  "exported-bill-lines": exportedBillLines,
  demand,
  experiments,
};
