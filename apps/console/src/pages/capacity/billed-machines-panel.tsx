import { billedEndpoints, billedLeftOutText, billedLines } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconServer2 } from "@tabler/icons-react";
import { moneyText } from "../../format/money-text.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { useBilledMachines } from "./query.ts";

const title = "Machines on the bills";

/** What bills say of machines with accelerators, before anything is measured. */
export const BilledMachinesPanel = ({ days }: Readonly<{ days: number }>) => {
  const { data, error } = useBilledMachines(days);
  if (error !== null) return <FailurePanel failure={error} />;
  if (data === undefined) {
    return (
      <Panel title={title}>
        <Skeleton h={120} />
      </Panel>
    );
  }
  const lines = billedLines(data, moneyText);
  const endpoints = billedEndpoints(data, moneyText);
  const leftOut = billedLeftOutText(data);
  if (lines.length === 0 && endpoints.length === 0) {
    return (
      <Panel title={title} note={`of the last ${days} days`}>
        <EmptyState
          icon={<IconServer2 size={20} stroke={1.6} />}
          title="No machine with an accelerator"
          text="Import a Cost and Usage Report, FOCUS or Azure's export: hours of machines stand here then, by how they were paid."
        />
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      note={`of the last ${days} days; costs are effective costs`}
      flush
      {...(leftOut === undefined ? {} : { foot: leftOut })}
    >
      <ScrollRegion label="Hours of machines on the bills">
        <table className="table">
          <TableHead
            columns={[
              "Machine",
              "Region",
              "For",
              "Paid",
              { number: "Quantity" },
              { number: "At least" },
              { number: "Cost" },
              { number: "At list prices" },
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <td>{line.machine}</td>
                <td className="capacity-whole">{line.region}</td>
                <td>{line.use}</td>
                <td className="capacity-whole">{line.paid}</td>
                <td className="number">{line.quantity}</td>
                <td className="number">{line.least}</td>
                <td className="number">{line.cost}</td>
                <td className="number">{line.listCost}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {endpoints.length === 0 ? null : (
        <ScrollRegion label="Endpoints on the bills">
          <table className="table">
            <TableHead
              columns={["Endpoint", "Machine", "Billed on", "Called", { number: "Cost" }]}
            />
            <tbody>
              {endpoints.map((line) => (
                <tr key={line.key}>
                  <td>{line.name}</td>
                  <td>{line.machine}</td>
                  <td>{line.days}</td>
                  <td>{line.called}</td>
                  <td className="number">{line.cost}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
