import { counted, type WeeklyReport } from "@headgate/contract";
import { driverTable, showAmount, showCostChange, showDays, showKnown } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";
import { forecastLine } from "../insight/render-forecast.ts";
import { renderKpis } from "../insight/render-kpis.ts";

/** A week for a person at a terminal; the HTML file holds the rest. */
export function renderWeekly(report: WeeklyReport, width: number): string {
  const { period: now, before } = report.totals;
  const cost = showKnown(now.effective_cost, "USD", now.unpriced_attempts);
  const change = showCostChange(now, before) ?? "change not known";
  const { judgement } = report.anomalies;
  const beyond = report.anomalies.beyond_calls?.judgement;
  return [
    `${showDays(report.period, report.time_zone)}, against the week before`,
    "",
    `Effective cost  ${colors.bold(cost)}, ${change}`,
    `Calls           ${showCount(now.calls)}, before ${showCount(before.calls)}`,
    `Anomalies       ${judgement.kind === "judged" ? showCount(judgement.anomalies.length) : "not judged: the history is too short"}`,
    ...(beyond === undefined
      ? []
      : [
          `  of bills      ${beyond.kind === "judged" ? showCount(beyond.anomalies.length) : "not judged: their history is too short"}`,
        ]),
    ...report.forecast.forecasts.map(
      (forecast) =>
        `${forecast.period === "month" ? "Whole month  " : "Whole quarter"}   ${forecastLine(forecast)}`,
    ),
    ...(report.forecast.together ?? []).map(
      ({ period, expected }) =>
        `  with bills    ${showAmount(expected, "USD")} of the ${period}: what is billed beyond calls is in it`,
    ),
    ...(now.unpriced_attempts === 0
      ? []
      : [
          colors.yellow(
            `Unpriced        ${counted(now.unpriced_attempts, "attempt is", "attempts are")} in no dollar of this`,
          ),
        ]),
    ...(/[1-9]/.test(now.simulated_cost) ? ["Simulated       the money is, or a part of it"] : []),
    ...report.drivers.flatMap((drivers) => {
      const { columns, rows } = driverTable(drivers);
      return ["", renderTable(columns, rows, width)];
    }),
    "",
    renderKpis({ kpis: report.kpis }, width),
  ].join("\n");
}
