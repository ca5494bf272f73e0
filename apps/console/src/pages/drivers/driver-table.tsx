import type { BillDriversReport, ChangePart, ChangeWire, DriversReport } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { partNames, signedDollars } from "../../format/change-words.ts";
import { dollarsShown } from "../../format/money-text.ts";
import { insightDimensionNames, valueText } from "../../format/words.ts";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { movedBy, movedParts } from "./view-model.ts";
import "../../ui/table.css";

const Cells = ({
  change,
  parts,
}: Readonly<{ change: ChangeWire; parts: readonly ChangePart[] }>) => {
  const by = movedBy(change);
  return (
    <>
      <td className="number">{dollarsShown(change.before)}</td>
      <td className="number">{dollarsShown(change.after)}</td>
      <td className="number">
        {signedDollars(change.change)}
        {by === undefined ? null : <span className="muted"> {by}</span>}
      </td>
      {parts.map((part) => (
        <td className="number" key={part}>
          {/[1-9]/.test(change.parts[part]) ? (
            signedDollars(change.parts[part])
          ) : (
            <span className="muted">–</span>
          )}
        </td>
      ))}
    </>
  );
};

/** The values that moved the cost most, with the parts of each change. */
export const DriverTable = ({
  report,
  names = partNames,
}: Readonly<{
  report: DriversReport | BillDriversReport;
  names?: Readonly<Record<ChangePart, string>>;
}>) => {
  const search = keptSearch(useViewSearch());
  const { by, drivers, others, total } = report;
  const parts = movedParts(report);
  const name = insightDimensionNames[by];
  // Lines of bills have no calls to open.
  const opened = "unpriced_attempts" in report ? report.by : undefined;
  const shownValue = (value: string | null): string =>
    value === null || value === "" ? `No ${name.toLowerCase()}` : valueText(by, value);
  return (
    <ScrollRegion label={`What moved the cost, by ${name.toLowerCase()}`}>
      <table className="table drivers-table">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col" className="number">
              Change
            </th>
            {parts.map((part) => (
              <th scope="col" className="number" key={part}>
                {names[part]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drivers.map((driver) => (
            <tr key={driver.value ?? ""}>
              <td>
                {opened === undefined ? (
                  shownValue(driver.value)
                ) : (
                  <Link
                    className="text-link"
                    to="/explore"
                    search={{ ...search, [opened]: driver.value ?? "" }}
                  >
                    {shownValue(driver.value)}
                  </Link>
                )}
              </td>
              <Cells change={driver} parts={parts} />
            </tr>
          ))}
          <tr>
            <td className="muted">All others</td>
            <Cells change={others} parts={parts} />
          </tr>
          <tr className="drivers-total">
            <td>All</td>
            <Cells change={total} parts={parts} />
          </tr>
        </tbody>
      </table>
    </ScrollRegion>
  );
};
