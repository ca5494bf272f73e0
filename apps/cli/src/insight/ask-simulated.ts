import { totalsReport } from "@headgate/contract";
import type { ManagementApi } from "../management/management-api.ts";

type Span = Readonly<{ from: string; to: string }>;

/** Simulated dollars in the cost of calls within a time, which answers about drivers and anomalies do not tell apart. */
export async function askSimulated(
  api: ManagementApi,
  { from, to }: Span,
  filter: Readonly<Record<string, string>>,
): Promise<string> {
  const { totals } = await api.get("/api/reports/totals", { from, to, ...filter }, totalsReport);
  return totals.simulated_cost;
}
