import type { ServedModel } from "../models.ts";

const efforts: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 0,
  low: 0.4,
  medium: 1,
  high: 2.5,
  xhigh: 4,
};

/** How much a model thinks for an effort; absent for models that do not reason. */
export function reasoningEffort(served: ServedModel, effort: unknown): number | undefined {
  if (served.model.kind !== "reasoning") return undefined;
  return typeof effort === "string" ? (efforts[effort] ?? 1) : 1;
}
