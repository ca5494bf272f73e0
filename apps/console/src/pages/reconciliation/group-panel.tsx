import { moneyText } from "../../format/money-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { Reconciliation } from "./query.ts";
import { wireShareText } from "./view-model.ts";
import "../../ui/table.css";

/** Each provider, account and currency by itself. */
export const GroupPanel = ({
  reconciliation: { report },
  onProvider,
}: Readonly<{ reconciliation: Reconciliation; onProvider: (provider: string) => void }>) => (
  <Panel title="By provider and account" flush>
    <ScrollRegion label="Bill and calls by provider and account">
      <table className="table reconcile-table">
        <TableHead
          columns={[
            "Provider",
            "Account",
            { number: "Bill" },
            { number: "Calls" },
            { number: "Difference" },
            { number: "Reconciled" },
          ]}
        />
        <tbody>
          {report.groups.map((group) => (
            <tr key={`${group.provider} ${group.accounts.join(",")} ${group.currency}`}>
              <td>
                {group.provider === null ? (
                  <span className="muted">no provider of models</span>
                ) : (
                  <button
                    type="button"
                    className="text-link link-button"
                    onClick={() => onProvider(group.provider ?? "")}
                  >
                    {group.provider}
                  </button>
                )}
              </td>
              <td>{group.accounts.length === 0 ? "–" : group.accounts.join(", ")}</td>
              <td className="number">{moneyText(group.bill, group.currency)}</td>
              <td className="number">{moneyText(group.calls, group.currency)}</td>
              <td className="number">{moneyText(group.difference, group.currency)}</td>
              <td className="number">{wireShareText(group.reconciled_share, report.target)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);
