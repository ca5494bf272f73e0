import { hash } from "node:crypto";
import type { Gauge, GaugeMeasure } from "@headgate/contract";
import type { PrometheusSample } from "./prometheus-text.ts";

const MIB = 1024 * 1024;

type Field = Readonly<{ measure: GaugeMeasure; scale: number; most: number }>;
const anything = Number.POSITIVE_INFINITY;

/**
 * The fields that are read, with what one of the field's unit is of the measure's (counter lists of
 * https://github.com/NVIDIA/dcgm-exporter): utilisation is percent, profiling's are ratios, memory is MiB.
 * `GPU_UTIL` says that some kernel ran, however small; `SM_ACTIVE` how many of its processors had work, `DRAM_ACTIVE` how
 * much of the time its memory moved data, `PIPE_TENSOR_ACTIVE` how much its units for matrices worked.
 */
const fields: Readonly<Record<string, Field>> = {
  DCGM_FI_DEV_GPU_UTIL: { measure: "accelerator_utilisation", scale: 0.01, most: 1 },
  DCGM_FI_PROF_SM_ACTIVE: { measure: "accelerator_sm_active", scale: 1, most: 1 },
  DCGM_FI_PROF_DRAM_ACTIVE: { measure: "accelerator_memory_active", scale: 1, most: 1 },
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: { measure: "accelerator_tensor_active", scale: 1, most: 1 },
  DCGM_FI_DEV_FB_USED: { measure: "accelerator_memory_used_bytes", scale: MIB, most: anything },
  DCGM_FI_DEV_FB_TOTAL: { measure: "accelerator_memory_total_bytes", scale: MIB, most: anything },
  DCGM_FI_DEV_POWER_USAGE: { measure: "accelerator_power_watts", scale: 1, most: anything },
};

/** The least of DCGM's blank values, `DCGM_INT64_BLANK`: it and those above stand for "no data". */
const LEAST_BLANK = 9_223_372_036_854_775_000;

export type SampleReading =
  | Readonly<{ kind: "gauge"; gauge: Gauge }>
  | Readonly<{ kind: "blank" | "other" | "unreadable" | "nameless" }>;

/** A sample as a measurement of its device. */
export function gaugeOf(sample: PrometheusSample, atMs: number): SampleReading {
  const { name, labels, value } = sample;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return { kind: "other" };
  if (!Number.isFinite(value) || value >= LEAST_BLANK) return { kind: "blank" };
  const scaled = value * field.scale;
  if (scaled < 0 || scaled > field.most) return { kind: "unreadable" };
  const resource = resourceOf(labels);
  if (resource === undefined) return { kind: "nameless" };
  const hardware = labels.modelName;
  const workload = workloadOf(labels);
  const identity = JSON.stringify([name, resource, labels.Hostname, workload, atMs]);
  return {
    kind: "gauge",
    gauge: {
      gauge_id: `dcgm:${hash("sha256", identity, "hex").slice(0, 32)}`,
      source: "dcgm",
      at_ms: atMs,
      measure: field.measure,
      value: scaled,
      resource,
      ...(hardware !== undefined && hardware !== "" && { hardware }),
      ...(workload !== undefined && { workload }),
      labels: kept(labels),
    },
  };
}

/** A slice of a MIG device has its UUID too: the instance tells them apart. */
function resourceOf(labels: Readonly<Record<string, string>>): string | undefined {
  const uuid = said(labels.UUID) ?? said(labels.uuid);
  const device =
    uuid ?? (said(labels.gpu) === undefined ? undefined : `${labels.Hostname ?? ""}/${labels.gpu}`);
  const slice = said(labels.GPU_I_ID);
  return device === undefined || slice === undefined ? device : `${device}/${slice}`;
}

/** Labels of a pod are there and empty where nothing runs: nothing is allocated then. */
function workloadOf(labels: Readonly<Record<string, string>>): string | undefined {
  const pod = said(labels.pod) ?? said(labels.exported_pod);
  const namespace = said(labels.namespace) ?? said(labels.exported_namespace);
  if (pod === undefined) return undefined;
  return namespace === undefined ? pod : `${namespace}/${pod}`;
}

const said = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

const kept = (labels: Readonly<Record<string, string>>): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(labels)) {
    if (value !== "") texts[name.slice(0, 256)] = value.slice(0, 1024);
  }
  return texts;
};
