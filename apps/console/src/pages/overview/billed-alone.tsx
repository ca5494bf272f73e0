import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { billFilterOf } from "../../search/bill-filter.ts";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { eachText } from "../../time/time-text.ts";
import { BillsAlone } from "../../ui/bills-alone.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { assignColours, seriesColour } from "../../ui/series-colours.ts";
import { type BillAnswers, billsOf, type CurrencyBill } from "../bills/bills-model.ts";
import { NoBilledDays } from "../bills/no-billed-days.tsx";
import { UnknownToBills } from "../bills/unknown-to-bills.tsx";
import { BilledPanel } from "./billed-panel.tsx";
import { type BilledParts, useBilledCategories, useBilledParts } from "./billed-query.ts";
import { BilledBy } from "./billed-table.tsx";
import "../../ui/chart.css";

const BillBars = lazy(() => import("../bills/bill-bars.tsx"));

/** Where the money goes by bills alone: nothing of it needs a call. */
export const BilledAlone = () => {
  const { range, filter } = useView();
  const { data: status } = useStatus();
  const { known, unknown } = billFilterOf(filter, {});
  const asked = unknown.length > 0 ? undefined : { range, filter: known };
  const categories = useBilledCategories(asked);
  const parts = useBilledParts(asked);
  const failure = categories.error ?? parts.error;
  const { data } = parts;

  if (unknown.length > 0) {
    return (
      <>
        <BillsAlone />
        <UnknownToBills names={unknown} />
      </>
    );
  }
  return (
    <>
      {failure === null ? null : (
        <FailurePanel
          failure={failure}
          onRetry={() => {
            void categories.refetch();
            void parts.refetch();
          }}
        />
      )}
      {categories.data === undefined || data === undefined ? (
        failure === null ? (
          <Skeleton h={620} radius="lg" />
        ) : null
      ) : categories.data.categories.rows.length === 0 ? (
        <NoBilledDays filtered={Object.keys(known).length > 0} ai={false} />
      ) : (
        <div
          className={
            categories.isPlaceholderData || parts.isPlaceholderData ? "billed stale" : "billed"
          }
        >
          <BilledPanel
            billed={categories.data}
            reach={status?.ledger.bills_daily_to ?? null}
            beside={false}
          />
          {data.answers.lines.rows.length === 0 ? (
            <p className="muted">{nothingForAi(Object.keys(known).length > 0)}</p>
          ) : (
            <BilledForAi parts={data} />
          )}
        </div>
      )}
      <BillsAlone />
    </>
  );
};

/** Without it tables of what was billed for AI would have a head and no row. */
const nothingForAi = (filtered: boolean): string =>
  `Nothing of these days${filtered ? " that matches the filters" : ""} was billed for AI.`;

const BilledForAi = ({
  parts: { answers, services, providers, teams },
}: Readonly<{ parts: BilledParts }>) => (
  <>
    {billsOf(answers).map((bill) => (
      <BilledOverTime key={bill.currency} bill={bill} grain={answers.grain} />
    ))}
    <div className="two-columns">
      <BilledBy by="service_name" report={services} />
      <BilledBy by="provider_name" report={providers} />
    </div>
    <BilledBy by="team" report={teams} />
  </>
);

const BilledOverTime = ({
  bill,
  grain,
}: Readonly<{ bill: CurrencyBill; grain: BillAnswers["grain"] }>) => {
  const colours = assignColours(
    bill.series.map(({ key }) => key),
    new Map(),
  );
  const colourOf = (key: string) => seriesColour(key, colours);
  return (
    <Panel
      title={`Billed over time in ${bill.currency}`}
      note={`${bill.total} effective for AI, ${eachText(grain)}`}
    >
      <div className="chart-frame">
        <Suspense fallback={<Skeleton h="100%" />}>
          <BillBars bill={bill} colourOf={colourOf} />
        </Suspense>
      </div>
      <ul className="legend">
        {bill.series.map(({ key, label, cost }) => (
          <li key={key}>
            <span className="legend-item">
              <span className="swatch" style={{ background: colourOf(key) }} />
              <span className="legend-name">{label}</span>
              <span className="legend-amount">{cost}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
