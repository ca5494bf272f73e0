import { billDriverNotes, billsLeftOutText, counted, type DriversReport } from "@headgate/contract";
import { billedPartNames, driverTable, insightDimensionText, showAmount } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";
import { showCount, showTime } from "../command-line/show-time.ts";

type Look = Readonly<{
  timeZone: string;
  width: number;
  /** Simulated dollars in the cost of either time. */
  simulated: Readonly<{ before: string; after: string }>;
}>;

/** The drivers for a person: a row each, with the parts that moved anything. */
export function renderDrivers(report: DriversReport, { timeZone, width, simulated }: Look): string {
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
    ...(/[1-9]/.test(`${simulated.before} ${simulated.after}`)
      ? [
          "",
          `Simulated: ${showAmount(simulated.before, "USD")} of the cost before and ${showAmount(simulated.after, "USD")} of that after.`,
        ]
      : []),
    ...(report.bills ?? []).flatMap((bills) => {
      const table = driverTable(bills, billedPartNames);
      return [
        "",
        `Lines of bills, by ${insightDimensionText(bills.by)}. ${billDriverNotes(bills)}`,
        renderTable(table.columns, table.rows, width),
      ];
    }),
    ...[billsLeftOutText(report.bills_left_out)].flatMap((text) =>
      text === undefined ? [] : ["", text],
    ),
  ].join("\n");
}
