import type { Gauge } from "@headgate/contract";
import type { Found, UsageTotalFacts } from "./source.ts";

export const totalsIn = (found: readonly Found[]): readonly UsageTotalFacts[] =>
  found.flatMap((one) => (one.kind === "usage_total" ? [one.total] : []));

export const gaugesIn = (found: readonly Found[]): readonly Gauge[] =>
  found.flatMap((one) => (one.kind === "gauge" ? [one.gauge] : []));
