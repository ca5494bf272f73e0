import type { SavingsReport, Totals } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { type SavingStep, savingSteps } from "./savings-model.ts";
import "./savings-panel.css";

/** From what calls would have cost without levers to what they did cost; nothing where no lever acted. */
export const SavingsPanel = ({
  report,
  totals,
}: Readonly<{ report: SavingsReport; totals: Totals }>) => {
  const search = useViewSearch();
  const steps = savingSteps(report.rows, totals);
  if (steps.length === 0) return null;
  return (
    <Panel
      title="What levers saved"
      note="from what calls would have cost to what they did cost"
      flush
      actions={
        <Link className="text-link" to="/tokens" search={search}>
          How, and on what that rests
        </Link>
      }
    >
      <ScrollRegion label="Savings, step by step">
        <table className="table saving-steps">
          <TableHead columns={["Step", { number: "Dollars" }, "Drawn"]} />
          <tbody>
            {steps.map((step) => (
              <tr key={step.key}>
                <td>
                  <StepName step={step} />
                  {step.note === "" ? null : <div className="muted">{step.note}</div>}
                </td>
                <td className="number">{step.amount}</td>
                <td className="saving-bar-cell">
                  {step.length === 0 ? null : (
                    <div
                      aria-hidden="true"
                      className={`saving-bar saving-bar-${step.kind}`}
                      style={{
                        marginInlineStart: `${(step.from * 100).toFixed(2)}%`,
                        inlineSize: `${(step.length * 100).toFixed(2)}%`,
                      }}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};

const StepName = ({ step: { name, lever } }: Readonly<{ step: SavingStep }>) => {
  const search = useViewSearch();
  if (lever === undefined) return name;
  return (
    <Link
      className="text-link"
      to="/calls"
      search={callsBehind(search, { lever })}
      aria-label={`${name}: calls that it acted on`}
    >
      {name}
    </Link>
  );
};
