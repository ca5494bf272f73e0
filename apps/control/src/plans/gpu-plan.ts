import type { PlanGpusRequest, PlanGpusResponse } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { loadInfrastructure, planGpus } from "@headgate/planner";
import type { ControlDependencies } from "../dependencies.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a plan of machines reads: measurements, lists of prices, the time. */
export type GpuPlanRoom = Pick<ControlDependencies, "ledger" | "dataDirectory" | "nowMs">;

/** Plans over the whole hours up to now. */
export async function gpuPlan(
  { ledger, dataDirectory: root, nowMs }: GpuPlanRoom,
  request: PlanGpusRequest,
): Promise<PlanGpusResponse> {
  const toMs = Math.floor(nowMs() / HOUR_MS) * HOUR_MS;
  const range = { fromMs: toMs - request.days * DAY_MS, toMs };
  const measured = await ledger.report("gauge-hours", {
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
  });
  return planGpus(request, {
    book: loadInfrastructure(dataDirectory(root).infrastructure),
    day: new Date(toMs).toISOString().slice(0, 10),
    range,
    measured,
  });
}
