import type { PrecedenceReport } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { sourceTitle } from "../../format/source-names.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { type Trusted, trustedOf } from "./view-model.ts";

/** Whose rows count where several sources saw the same: each dollar once. */
export const PrecedencePanel = ({ report }: Readonly<{ report: PrecedenceReport }>) => {
  const calls = trustedOf(report, "calls");
  const bills = trustedOf(report, "bills");
  return (
    <Panel title="Whose rows count" note="most trusted first" flush>
      <p className="panel-body muted">
        A call that several sources saw is counted once, by the first of them in this order:
        Headgate read the provider's own bytes, a provider's log comes next, then another gateway's,
        then traces. Of two bills for one account and period, the first counts.
      </p>
      {calls.length === 0 ? null : <Order name="Attempts" rows={calls} />}
      {bills.length === 0 ? null : <Order name="Statements" rows={bills} />}
    </Panel>
  );
};

const Order = ({ name, rows }: Readonly<{ name: string; rows: readonly Trusted[] }>) => (
  <ScrollRegion label={`${name} in order of precedence`}>
    <table className="table sources-table">
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col" className="number">
            {name} that count
          </th>
          <th scope="col" className="number">
            Seen elsewhere
          </th>
          <th scope="col">Counted by</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.source}>
            <th scope="row">{sourceTitle(row.source)}</th>
            <td className="number">{countText(row.counted)}</td>
            <td className="number">{countText(row.seenElsewhere)}</td>
            <td>{row.countedBy === "" ? "–" : row.countedBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
