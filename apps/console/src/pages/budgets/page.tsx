import { counted } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconPigMoney } from "@tabler/icons-react";
import { PageHead } from "../../shell/page-head.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { BudgetPanel } from "./budget-panel.tsx";
import { useBudgets } from "./query.ts";
import { firstBudget } from "./view-model.ts";
import "./budgets.css";
import "../../ui/panel.css";

/** What calls may spend at most, and how much of it is left. */
export const BudgetsPage = () => {
  const { data, error, isPending, refetch } = useBudgets();
  return (
    <>
      <PageHead title="Budgets" />
      {error === null ? null : <FailurePanel failure={error} onRetry={() => void refetch()} />}
      {isPending ? <Skeleton h={320} radius="lg" /> : null}
      {data === undefined ? null : data.budgets.length === 0 ? (
        <div className="panel">
          <EmptyState
            icon={<IconPigMoney size={20} stroke={1.6} />}
            title="There are no budgets yet"
            text="A budget sets aside what a call can cost at most before it is sent, so that its limit is never passed. Write one under budgets in headgate.yaml; it holds as soon as the file is saved."
          >
            <CodeBlock text={firstBudget} label="budgets for headgate.yaml" />
          </EmptyState>
        </div>
      ) : (
        <div className="budget-panels">
          <ul className="budget-legend">
            <li>
              <span className="budget-swatch budget-swatch-spent" aria-hidden="true" />
              Spent
            </li>
            <li>
              <span className="budget-swatch budget-swatch-leased" aria-hidden="true" />
              Set aside for {counted(data.leases.under_way, "call")} under way
            </li>
            <li>
              <span className="budget-swatch budget-swatch-free" aria-hidden="true" />
              Free
            </li>
            {data.leases.unsettled === 0 ? null : (
              <li>{counted(data.leases.unsettled, "call")} ended without a row</li>
            )}
          </ul>
          {data.budgets.map((budget) => (
            <BudgetPanel key={budget.name} budget={budget} />
          ))}
        </div>
      )}
    </>
  );
};
