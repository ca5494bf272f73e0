import type { KpisReport } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";

type Kpi = KpisReport["kpis"][number];

/** The KPIs for a person; those that are not known say why below. */
export function renderKpis({ kpis }: KpisReport, width: number): string {
  const notes = kpis.flatMap((kpi) =>
    kpi.kind === "unknown"
      ? [`${kpi.title}: ${kpi.reason}. Needs ${kpi.needs}.`]
      : kpi.note === null
        ? []
        : [`${kpi.title}: ${kpi.note}.`],
  );
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
    ...(notes.length === 0 ? [] : ["", ...notes]),
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

/** A KPI's value for the eye. */
export function kpiValueText(value: string, unit: Kpi["unit"]): string {
  switch (unit) {
    case "dollars":
      return displayDollarsCompact(parseDollars(value));
    case "ratio":
      return `${(Number(value) * 100).toFixed(1)} %`;
    case "outcomes":
      return Number(value).toPrecision(3);
    case "attempts":
      return Number(value).toLocaleString("en-US");
    default:
      return unit satisfies never;
  }
}
