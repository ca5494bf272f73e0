import { billDriverNotes, billsLeftOutText, type DriversReport } from "@headgate/contract";
import { billedPartNames } from "../../format/change-words.ts";
import { insightDimensionNames } from "../../format/words.ts";
import { Panel } from "../../ui/panel.tsx";
import { DriverTable } from "./driver-table.tsx";

/** What moved the lines of bills, where there are any; with a filter, that they are left out. */
export const BillDrivers = ({ report }: Readonly<{ report: DriversReport }>) => {
  const leftOut = billsLeftOutText(report.bills_left_out);
  return (
    <>
      {(report.bills ?? []).map((bills) => (
        <Panel
          key={bills.by}
          title={`What moved the bills, by ${insightDimensionNames[bills.by].toLowerCase()}`}
          foot={billDriverNotes(bills)}
          flush
        >
          <DriverTable report={bills} names={billedPartNames} />
        </Panel>
      ))}
      {leftOut === undefined ? null : <p className="unpriced">{leftOut}</p>}
    </>
  );
};
