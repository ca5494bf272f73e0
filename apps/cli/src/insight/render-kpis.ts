import type { KpisReport } from "@headgate/contract";
import { kpiValueText, showAmount } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";

type Kpi = KpisReport["kpis"][number];

/** The KPIs for a person; those that are not known say why below. */
export function renderKpis(
  {
    kpis,
    simulated_cost: simulated,
  }: Pick<KpisReport, "kpis"> & Partial<Pick<KpisReport, "simulated_cost">>,
  width: number,
): string {
  const notes = kpis.flatMap((kpi) =>
    kpi.kind === "unknown"
      ? [`${kpi.title}: ${kpi.reason}. Needs ${kpi.needs}.`]
      : kpi.note === null
        ? []
        : [`${kpi.title}: ${kpi.note}.`],
  );
  const said =
    simulated !== undefined && /[1-9]/.test(simulated.after)
      ? [...notes, `${showAmount(simulated.after, "USD")} of the cost behind these is simulated.`]
      : notes;
  return [
    renderTable(
      [
        { title: "KPI" },
        { title: "value", align: "right" },
        { title: "before", align: "right" },
        { title: "trend" },
        { title: "target" },
        { title: "met" },
      ],
      kpis.map(cells),
      width,
    ),
    ...(said.length === 0 ? [] : ["", ...said]),
  ].join("\n");
}

function cells(kpi: Kpi): readonly string[] {
  if (kpi.kind === "unknown") return [kpi.title, "unknown", "", "", kpi.target, ""];
  return [
    kpi.title,
    kpiValueText(kpi.value, kpi.unit),
    kpi.before === null ? "unknown" : kpiValueText(kpi.before, kpi.unit),
    kpi.trend === null ? "" : kpi.trend,
    kpi.target,
    kpi.is_on_target === null ? "open" : kpi.is_on_target ? "yes" : "no",
  ];
}
