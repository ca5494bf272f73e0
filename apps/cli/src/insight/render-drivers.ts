import { counted, type DriversReport } from "@headgate/contract";
import { driverTable } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";
import { showCount, showTime } from "../command-line/show-time.ts";

/** The drivers for a person: a row each, with the parts that moved anything. */
export function renderDrivers(
  report: DriversReport,
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  const time = (moment: string): string => showTime(Date.parse(moment), timeZone);
  const { unpriced_attempts: unpriced } = report;
  const { columns, rows } = driverTable(report);
  return [
    `${time(report.after.from)} to ${time(report.after.to)} (${timeZone}), against the same length before`,
    "",
    renderTable(columns, rows, width),
    ...(unpriced.before + unpriced.after === 0
      ? []
      : [
          "",
          `Unpriced: ${counted(unpriced.before, "attempt")} before and ${showCount(unpriced.after)} after are in no figure above.`,
        ]),
  ].join("\n");
}
