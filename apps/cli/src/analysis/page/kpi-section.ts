import type { AnalyzeResult } from "@headgate/contract";
import { kpiValueText, plainTable, type Section } from "@headgate/page";

type Known = Extract<AnalyzeResult["kpis"][number], { kind: "known" }>;

/** The measures that can be told, against their targets, and what the others need. */
export function kpiSection({ kpis, comparison }: AnalyzeResult): Section {
  const known = kpis.filter((kpi) => kpi.kind === "known");
  const unknown = kpis.filter((kpi) => kpi.kind === "unknown");
  const notes = known.flatMap(({ title, note }) =>
    note === null || comparison === null ? [] : [`${title}: ${note}.`],
  );
  return {
    id: "kpis",
    title: "KPIs",
    blocks: [
      known.length === 0
        ? { kind: "text", text: "None can be told from what was read." }
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
              kpi.title,
              kpiValueText(kpi.value, kpi.unit),
              ...(comparison === null ? [] : [half(kpi.before, kpi), half(kpi.after, kpi)]),
              kpi.target,
              kpi.is_on_target === null ? "not known" : kpi.is_on_target ? "yes" : "no",
            ]),
          ),
      ...(notes.length === 0 ? [] : [{ kind: "attention", text: notes.join(" ") } as const]),
      ...(unknown.length === 0
        ? []
        : [
            plainTable(
              "What is missing for the others",
              [
                { title: "KPI" },
                { title: "Target" },
                { title: "Why it is not known, and what it needs", prose: true },
              ],
              unknown.map((kpi) => [kpi.title, kpi.target, `${kpi.reason}; needs ${kpi.needs}`]),
            ),
          ]),
    ],
  };
}

const half = (value: string | null, { unit }: Known): string =>
  value === null ? "–" : kpiValueText(value, unit);
