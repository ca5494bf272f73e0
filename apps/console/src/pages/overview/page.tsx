import { Skeleton } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { ChargesSwitch } from "../../shell/charges-switch.tsx";
import { ledgerHolds } from "../../shell/ledger-holds.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { NoCalls } from "../../ui/no-calls.tsx";
import { assignColours, seriesColour } from "../../ui/series-colours.ts";
import { billOf } from "./bill-model.ts";
import { BillPanel } from "./bill-panel.tsx";
import { BilledAlone } from "./billed-alone.tsx";
import { BilledBeside } from "./billed-beside.tsx";
import { KpiSkeleton, KpiStrip } from "./kpi-strip.tsx";
import { KpiTargets } from "./kpi-targets.tsx";
import { useOverview } from "./query.ts";
import { SavingsPanel } from "./savings-panel.tsx";
import { spendChartOf } from "./spend-chart-model.ts";
import { SpendOverTime } from "./spend-over-time.tsx";
import { SpendTable } from "./spend-table.tsx";
import { spendTableOf } from "./spend-table-model.ts";
import { tilesOf } from "./tiles.ts";
import { UnpricedPanel } from "./unpriced-panel.tsx";
import { worstOutcome } from "./view-model.ts";

/** Where the money goes. */
export const OverviewPage = () => {
  const view = useView();
  const { split = "model", as = "chart" } = useSearch({ from: "/view/" });
  const { data: status } = useStatus();
  const { figures, chart, earlier, bill, saved } = useOverview(view, split);
  const drawn = useMemo(
    () => (chart.data === undefined ? undefined : spendChartOf(chart.data)),
    [chart.data],
  );
  const colours = useRef<ReadonlyMap<string, number>>(new Map());
  colours.current = assignColours(drawn?.series.map(({ key }) => key) ?? [], colours.current);
  const colourOf = (key: string) => seriesColour(key, colours.current);
  const valueColour = (value: string) => colourOf(value === "" ? "none" : `=${value}`);

  const holds = ledgerHolds(status);
  if (holds === "nothing" || holds === "bills") {
    return (
      <>
        <PageHead title="Overview" money={holds === "nothing"} />
        {holds === "bills" ? <BilledAlone /> : <FirstCall />}
      </>
    );
  }

  const { data } = figures;
  const billing = bill?.data;
  const shownBill = billing === undefined ? undefined : billOf(billing);
  const failure = figures.error ?? chart.error ?? bill?.error ?? saved.error ?? null;
  const retry = () => {
    void figures.refetch();
    void chart.refetch();
    void bill?.refetch();
    void saved.refetch();
  };
  const simulated = status?.simulated === true;

  return (
    <>
      <PageHead title="Overview" money />
      <ChargesSwitch />
      {failure === null ? null : <FailurePanel failure={failure} onRetry={retry} />}
      {data === undefined ? (
        failure === null ? (
          <OverviewSkeleton />
        ) : null
      ) : data.totals.attempts === 0 ? (
        <>
          <NoCalls />
          <BilledBeside />
        </>
      ) : (
        <>
          <KpiStrip
            tiles={tilesOf({
              totals: data.totals,
              earlier: earlier.data?.totals,
              worstOutcome: worstOutcome(data.outcomes?.rows),
            })}
            points={drawn?.points ?? []}
            simulated={simulated}
          />
          <KpiTargets view={view} />
          {saved.data === undefined ? null : (
            <SavingsPanel report={saved.data} totals={data.totals} />
          )}
          <SpendOverTime
            chart={drawn}
            split={split}
            as={as}
            stale={chart.isPlaceholderData}
            colourOf={colourOf}
          />
          <div className="two-columns">
            <SpendTable
              by="model"
              rows={spendTableOf(data.byModel.rows, data.totals, "model")}
              report={data.byModel}
              colourOf={split === "model" ? valueColour : undefined}
            />
            <SpendTable
              by="team"
              rows={spendTableOf(data.byTeam.rows, data.totals, "team")}
              report={data.byTeam}
              colourOf={split === "team" ? valueColour : undefined}
            />
          </div>
          {shownBill === undefined ? null : <BillPanel bill={shownBill} />}
          <BilledBeside />
          {data.unpriced === undefined ? null : (
            <UnpricedPanel rows={data.unpriced.rows} attempts={data.totals.unpriced_attempts} />
          )}
        </>
      )}
    </>
  );
};

const OverviewSkeleton = () => (
  <>
    <KpiSkeleton />
    <Skeleton h={380} radius="lg" />
    <div className="two-columns">
      <Skeleton h={280} radius="lg" />
      <Skeleton h={280} radius="lg" />
    </div>
  </>
);
