import { counted, type SharedReport } from "@headgate/contract";
import { showAmount } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";

/** Own cost, part of shared costs and total of each value, with the rules by name; nothing where not asked for. */
export function renderShared(shared: SharedReport | null, width: number): string[] {
  if (shared === null) return [];
  const rules = [...new Set(shared.rows.flatMap(({ parts }) => parts.map(({ rule }) => rule)))];
  if (rules.length === 0) {
    return [
      "",
      "No cost of this time is shared: no rule of attribution.shared in headgate.yaml holds.",
      ...simulatedLine(shared),
    ];
  }
  const partOf = (row: SharedReport["rows"][number], rule: string): string => {
    const part = row.parts.find((candidate) => candidate.rule === rule);
    return part === undefined ? "" : showAmount(part.cost, row.currency);
  };
  return [
    "",
    "With shared costs, by the rules of attribution.shared:",
    renderTable(
      [
        { title: shared.by },
        { title: "own", align: "right" },
        ...rules.map((title) => ({ title, align: "right" }) as const),
        { title: "total", align: "right" },
      ],
      [
        ...shared.rows.map((row) => [
          row.group ?? "(unallocated)",
          showAmount(row.own, row.currency),
          ...rules.map((rule) => partOf(row, rule)),
          showAmount(row.total, row.currency),
        ]),
        ...shared.totals.map(({ currency, own, shared: split, total }) => [
          "all",
          showAmount(own, currency),
          ...rules.map((_, index) => (index === 0 ? `${showAmount(split, currency)} in all` : "")),
          showAmount(total, currency),
        ]),
      ],
      width,
    ),
    ...(shared.unpriced_attempts === 0
      ? []
      : [
          `${counted(shared.unpriced_attempts, "attempt without a price is", "attempts without a price are")} in no amount of it.`,
        ]),
    ...simulatedLine(shared),
  ];
}

const simulatedLine = ({ simulated_cost: cost }: SharedReport): string[] =>
  cost === null || !/[1-9]/.test(cost)
    ? []
    : [`${showAmount(cost, "USD")} of simulated calls is in no amount of it.`];
