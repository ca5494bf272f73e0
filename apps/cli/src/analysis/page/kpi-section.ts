import type { AnalyzeResult } from "@headgate/contract";
import { showCount } from "../../command-line/show-time.ts";
import { plainTable, type Section } from "./page.ts";
import { showAmount, showShare } from "./show-amount.ts";

type Kpi = AnalyzeResult["kpis"][number];
type Known = Extract<Kpi, { state: "known" }>;

const names = {
  cost_per_inference: "Cost per inference",
  effective_cost_per_million_tokens: "Effective cost per 1M tokens",
  token_efficiency: "Accepted outcomes per 1,000 tokens",
  cache_hit_rate: "Input tokens from cache",
  gpu_utilisation: "GPU utilisation",
  cost_per_outcome: "Cost per business outcome",
  savings_rate: "Savings rate",
  unpriced_attempts: "Attempts without a price",
  reconciled_share: "Bill explained by calls",
} as const satisfies Record<Kpi["kpi"], string>;

/** The measures that can be told, against their targets, and what the others need. */
export function kpiSection({ kpis, comparison }: AnalyzeResult): Section {
  const known = kpis.filter((kpi) => kpi.state === "known");
  const missing = kpis.filter((kpi) => kpi.state === "missing");
  return {
    id: "kpis",
    title: "KPIs",
    blocks: [
      known.length === 0
        ? {
            kind: "text",
            text: "None can be told from what was read.",
          }
        : plainTable(
            "What can be told",
            [
              { title: "KPI" },
              { title: "Value", align: "right" },
              ...(comparison === null
                ? []
                : [
                    { title: "First half", align: "right" as const },
                    { title: "Second half", align: "right" as const },
                  ]),
              { title: "Target" },
              { title: "On target" },
            ],
            known.map((kpi) => [
              names[kpi.kpi],
              `${kpi.is_lower_bound ? "≥ " : ""}${show(kpi.value, kpi.unit)}`,
              ...(comparison === null ? [] : [half(kpi.before, kpi), half(kpi.after, kpi)]),
              kpi.target,
              kpi.on_target === null ? "not known" : kpi.on_target ? "yes" : "no",
            ]),
          ),
      ...(missing.length === 0
        ? []
        : [
            plainTable(
              "What is missing for the others",
              [{ title: "KPI" }, { title: "Target" }, { title: "Needs", prose: true }],
              missing.map((kpi) => [names[kpi.kpi], kpi.target, kpi.missing]),
            ),
          ]),
    ],
  };
}

const half = (value: string | null, { unit }: Known): string =>
  value === null ? "–" : show(value, unit);

function show(value: string, unit: Known["unit"]): string {
  switch (unit) {
    case "dollars":
      return showAmount(value, "USD");
    case "share":
      return showShare(Number(value));
    case "attempts":
      return showCount(Number(value));
    default:
      return unit satisfies never;
  }
}
