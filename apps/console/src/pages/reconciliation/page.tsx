import { counted } from "@headgate/contract";
import { Button, Skeleton } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { moneyText } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";
import {
  type DifferenceSplit,
  type ReconciliationSearch,
  readReconciliationSearch,
} from "../../search/reconciliation-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { dayUtcText } from "../../time/time-text.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { BillControls } from "../bills/bill-controls.tsx";
import { billTimeOf } from "../bills/query.ts";
import { CellPanel } from "./cell-panel.tsx";
import { CurrencyReconciliation } from "./currency-reconciliation.tsx";
import { GroupPanel } from "./group-panel.tsx";
import { type Reconciliation, useReconciliation } from "./query.ts";
import { RatePanel } from "./rate-panel.tsx";
import "../../ui/panel.css";
import "./reconciliation.css";

const splitNames = {
  day: "Day",
  model: "Model",
  component: "Token class",
  provider: "Provider",
} as const satisfies Record<DifferenceSplit, string>;

/** How far calls explain the bills, and what the rest is. */
export const ReconciliationPage = () => {
  const search = useSearch({ from: "/reconciliation" });
  const { cost = "effective", provider, differences_by: split = "day" } = search;
  const span = billTimeOf(search);
  const reconciliation = useReconciliation({ span, cost, provider });
  const navigate = useNavigate();
  const change = (more: ReconciliationSearch) =>
    void navigate({
      to: "/reconciliation",
      search: readReconciliationSearch({ ...search, ...more }),
      resetScroll: false,
    });
  const { data } = reconciliation;

  return (
    <>
      <PageHead title="Reconciliation">
        <Link className="text-link" to="/bills">
          See the bills
        </Link>
        {data === undefined || data === null ? null : (
          <TableCsv
            path="/api/reconcile"
            answer={data.report}
            label="Save the parts of the difference as CSV"
          />
        )}
      </PageHead>
      <BillControls
        label="Differences by"
        splits={splitNames}
        split={split}
        cost={cost}
        span={span}
        onChange={({ split: differences_by, ...more }) =>
          change(differences_by === undefined ? more : { differences_by })
        }
        note={
          data === undefined || data === null
            ? undefined
            : `${dayUtcText(data.span.fromMs)} – ${dayUtcText(data.span.toMs - 1)} UTC`
        }
      >
        {provider === undefined ? null : (
          <Button size="xs" variant="default" onClick={() => change({ provider: undefined })}>
            Only {provider}: show all
          </Button>
        )}
      </BillControls>
      {reconciliation.isError ? (
        <FailurePanel
          failure={reconciliation.error}
          onRetry={() => void reconciliation.refetch()}
        />
      ) : null}
      {reconciliation.isPending ? <Skeleton h={620} radius="lg" /> : null}
      {data === undefined ? null : data === null || data.report.totals.length === 0 ? (
        <NothingToReconcile imported={data !== null} />
      ) : (
        <div className={reconciliation.isPlaceholderData ? "reconcile stale" : "reconcile"}>
          {data.report.totals.map((total) => (
            <CurrencyReconciliation
              key={total.currency}
              total={total}
              reconciliation={data}
              split={split}
            />
          ))}
          <GroupPanel reconciliation={data} onProvider={(one) => change({ provider: one })} />
          <CellPanel reconciliation={data} />
          <RatePanel reconciliation={data} />
          <Notes reconciliation={data} />
        </div>
      )}
    </>
  );
};

/** What is compared with nothing, or in no amount. */
const Notes = ({ reconciliation: { report } }: Readonly<{ reconciliation: Reconciliation }>) => {
  const { calls_without_bill: alone, unpriced_attempts: unpriced } = report;
  const notes = [
    ...(alone.providers.length === 0
      ? []
      : [
          `Calls of ${alone.providers.join(", ")} (${moneyText(alone.calls_cost, "USD")}) are about no bill of this time and compared with nothing.`,
        ]),
    ...(unpriced === 0
      ? []
      : [
          `${counted(unpriced, "attempt without a known price or usage is", "attempts without a known price or usage are")} in no amount.`,
        ]),
    ...report.rates_of_some_accounts.map(
      (rate) =>
        `${rate.model}, ${componentNames[rate.component]}, at ${rate.per_million} USD per 1M since ${rate.valid_from} is the price of ${rate.accounts.join(", ")} and not of every account of ${rate.provider}. It cannot be taken over: an overlay names no account.`,
    ),
    ...report.bills_ending_within_a_day.map(
      ({ provider, account, until }) =>
        `The bill of ${provider}${account === null ? "" : ` (${account})`} goes to ${until} so far: later calls of that day are timing, and no gap.`,
    ),
    ...report.lines_across_the_range.map(
      ({ currency, lines, cost }) =>
        `${counted(lines, "line")} (${moneyText(cost, currency)}) ${lines === 1 ? "reaches beyond the time and is" : "reach beyond the time and are"} left out.`,
    ),
    ...report.lines_not_about_ai.map(
      ({ currency, lines, cost }) =>
        `${counted(lines, "line")} (${moneyText(cost, currency)}) ${lines === 1 ? "is" : "are"} not about AI and left out.`,
    ),
  ];
  return notes.length === 0 ? null : (
    <ul className="reconcile-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
};

const NothingToReconcile = ({ imported }: Readonly<{ imported: boolean }>) => (
  <div className="panel">
    <EmptyState
      icon={<IconScale size={20} stroke={1.6} />}
      title={imported ? "No bill in this time" : "No bill was imported yet"}
      text={
        imported
          ? "No line of a bill lies whole within this time: choose a longer one."
          : "Import a bill, and every dollar of it is held against the calls."
      }
    >
      {imported ? undefined : <CodeBlock text="npx headgate import PATH" label="how to import" />}
    </EmptyState>
  </div>
);
