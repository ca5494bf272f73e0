import { counted } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import type { TimeSpan } from "../../time/time-span.ts";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { useSharedBills } from "./query.ts";
import { type CurrencyShared, sharedOf } from "./shared-model.ts";
import "../../ui/table.css";

/** What each team is billed of its own, and with its part of what several share. */
export const SharedPanel = ({ span }: Readonly<{ span: TimeSpan }>) => {
  const { data, error, isPending, refetch } = useSharedBills(span);
  if (error !== null) return <FailurePanel failure={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton h={120} radius="lg" />;
  const split = sharedOf(data);
  if (split === undefined) {
    return (
      <p className="muted">
        No cost of these bills is shared: no rule of attribution.shared in headgate.yaml holds.
      </p>
    );
  }
  return (
    <Panel
      title="Shared costs"
      note="effective cost of bill lines, by team and by the rules of attribution.shared"
      flush
      {...(data.unpriced_attempts === 0
        ? {}
        : { foot: `${counted(data.unpriced_attempts, "unpriced attempt")} in no amount here.` })}
    >
      {split.map((shared) => (
        <SharedTable key={shared.currency} shared={shared} />
      ))}
    </Panel>
  );
};

const SharedTable = ({
  shared: { currency, lines, all },
}: Readonly<{ shared: CurrencyShared }>) => (
  <ScrollRegion label={`Shared costs in ${currency}`}>
    <table className="table">
      <TableHead
        columns={[
          "Team",
          { number: "Own" },
          { number: "Shared part" },
          "By rule",
          { number: "Total" },
        ]}
      />
      <tbody>
        {lines.map(({ key, label, own, shared, rules, total }) => (
          <tr key={key}>
            <td className={key === "none" ? "muted" : undefined}>{label}</td>
            <td className="number">{own}</td>
            <td className="number">{shared}</td>
            <td>{rules}</td>
            <td className="number">{total}</td>
          </tr>
        ))}
        <tr className="bills-total">
          <td>All in {currency}</td>
          <td className="number">{all.own}</td>
          <td className="number">{all.shared}</td>
          <td />
          <td className="number">{all.total}</td>
        </tr>
      </tbody>
    </table>
  </ScrollRegion>
);
