import type { Gauge } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import { contentHashOf } from "../content-hash.ts";

/** The columns of `gauges` in their order. */
export const gaugeColumns: readonly TakenColumn<Gauge>[] = [
  { name: "gauge_id", type: "VARCHAR", take: (gauge) => gauge.gauge_id },
  { name: "source", type: "VARCHAR", take: (gauge) => gauge.source },
  { name: "measured_at", type: "TIMESTAMP", take: (gauge) => gauge.at_ms },
  { name: "period_ms", type: "BIGINT", take: (gauge) => gauge.period_ms ?? null },
  { name: "measure", type: "VARCHAR", take: (gauge) => gauge.measure },
  { name: "measured_value", type: "DOUBLE", take: (gauge) => gauge.value },
  { name: "resource", type: "VARCHAR", take: (gauge) => gauge.resource },
  { name: "hardware", type: "VARCHAR", take: (gauge) => gauge.hardware ?? null },
  { name: "workload", type: "VARCHAR", take: (gauge) => gauge.workload ?? null },
  { name: "labels", type: "MAP(VARCHAR, VARCHAR)", take: (gauge) => gauge.labels },
  { name: "content_hash", type: "BIGINT", take: contentHashOf },
];
