import { counted } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import type { askBillBy } from "../../api/bills.ts";
import { countText } from "../../format/count-text.ts";
import type { BillGroup } from "../../search/bills-search.ts";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { billGroupNames, billGroupWord } from "../bills/bills-model.ts";
import { narrowerBills } from "../explore-bills/bills-drill.ts";
import { type BilledRow, type BilledTotal, billedRows } from "./billed-model.ts";
import "../../ui/table.css";

type Lines = Awaited<ReturnType<typeof askBillBy>>;

/** Bill lines by one dimension; a row opens it among the bills that can be explored. */
export const BilledTable = ({
  by,
  report,
  totals = [],
}: Readonly<{ by: BillGroup; report: Lines; totals?: readonly BilledTotal[] }>) => {
  const rows = billedRows(by, report);
  // The rest of a bill is no part of the total: it stands behind it.
  const isAi = ({ filterValue }: BilledRow) => by !== "category" || filterValue !== "not_ai";
  return (
    <ScrollRegion label={`What was billed, by ${billGroupWord(by)}`}>
      <table className="table">
        <TableHead
          columns={[
            billGroupNames[by],
            { number: "Effective" },
            { number: "Billed" },
            { number: "Lines" },
          ]}
        />
        <tbody>
          {rows.filter(isAi).map((row) => (
            <Row key={row.key} by={by} row={row} />
          ))}
          {totals.map(({ currency, effective, billed, lines }) => (
            <tr className="billed-total" key={currency}>
              <th scope="row">All for AI in {currency}</th>
              <td className="number">{effective}</td>
              <td className="number">{billed}</td>
              <td className="number">{countText(lines)}</td>
            </tr>
          ))}
          {rows
            .filter((row) => !isAi(row))
            .map((row) => (
              <Row key={row.key} by={by} row={row} />
            ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};

const Row = ({ by, row }: Readonly<{ by: BillGroup; row: BilledRow }>) => (
  <tr className="row-link">
    <td>
      <RowName by={by} row={row} />
    </td>
    <td className="number">{row.effective}</td>
    <td className="number">{row.billed}</td>
    <td className="number">{countText(row.lines)}</td>
  </tr>
);

const RowName = ({ by, row }: Readonly<{ by: BillGroup; row: BilledRow }>) => {
  const search = useViewSearch();
  const narrower = narrowerBills(keptSearch(search), by, row.filterValue);
  return narrower === undefined ? (
    row.label
  ) : (
    <Link className="whole-row" to="/explore" search={narrower}>
      {row.label}
    </Link>
  );
};

/** The same as a panel of its own. */
export const BilledBy = ({ by, report }: Readonly<{ by: BillGroup; report: Lines }>) => {
  const search = useViewSearch();
  const word = billGroupWord(by);
  return (
    <Panel
      title={`Billed by ${word}`}
      note="for AI"
      flush
      actions={
        <TableCsv
          path="/api/reports/bill-by"
          answer={report}
          label={`Save what was billed by ${word} as CSV`}
        />
      }
      foot={
        <Link
          className="text-link"
          to="/explore"
          search={{ ...keptSearch(search), of: "bills", lines_by: by }}
        >
          {report.left_out === 0
            ? `Explore bills by ${word}`
            : `${counted(report.left_out, "smaller group")} not shown: explore bills by ${word}`}
        </Link>
      }
    >
      <BilledTable by={by} report={report} />
    </Panel>
  );
};
