import { z } from "zod";
import { gaugeSources } from "./sources.ts";

/** What is measured of a machine. Shares are ratios from 0 to 1, whatever the source's own unit is. */
export const gaugeMeasures = [
  "accelerator_utilisation",
  "accelerator_memory_used_bytes",
  "accelerator_memory_total_bytes",
  /** How much of its processors had work. */
  "accelerator_sm_active",
  /** How much of the time its units for matrices worked. */
  "accelerator_tensor_active",
  /** How much of the time its memory was read or written. */
  "accelerator_memory_active",
  "accelerator_power_watts",
  "cpu_utilisation",
  "invocations",
] as const;
export type GaugeMeasure = (typeof gaugeMeasures)[number];

/** One measurement of one device or endpoint. */
export const gaugeSchema = z.strictObject({
  gauge_id: z.string().min(1).max(300),
  source: z.enum(gaugeSources),
  at_ms: z.int().nonnegative(),
  /** How long the measurement stands for, where the source says so. */
  period_ms: z.int().positive().optional(),
  measure: z.enum(gaugeMeasures),
  /** Not money: a float is what it is. */
  value: z.number(),
  /** The device or endpoint: a GPU's UUID (with its MIG slice), an endpoint's variant. */
  resource: z.string(),
  /** The device's own name: `NVIDIA H100 80GB HBM3`, `ml.g5.2xlarge`. */
  hardware: z.string().optional(),
  /** What runs on it, where that is known: `namespace/pod`, an endpoint. Absent: nothing is allocated. */
  workload: z.string().optional(),
  labels: z.record(z.string().max(256), z.string().max(1024)),
});
export type Gauge = z.infer<typeof gaugeSchema>;
