import { counted, type Dimension, dimensions } from "@headgate/contract";
import { NativeSelect, Skeleton } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { signedDollars } from "../../format/change-words.ts";
import { dollarsShown } from "../../format/money-text.ts";
import { dimensionNames } from "../../format/words.ts";
import { readDriversSearch } from "../../search/history-search.ts";
import { CurrentChargesNote } from "../../shell/current-charges-note.tsx";
import { ledgerHolds } from "../../shell/ledger-holds.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { spanText } from "../../time/time-text.ts";
import { BillsAlone } from "../../ui/bills-alone.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { NoCalls } from "../../ui/no-calls.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { BillDrivers } from "./bill-drivers.tsx";
import { DriverTable } from "./driver-table.tsx";
import { useDrivers } from "./query.ts";
import { movedBy, sumCheck, waterfallOf } from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/controls.css";
import "./drivers.css";

const Waterfall = lazy(() => import("./waterfall.tsx"));

const spanOfWire = ({ from, to }: Readonly<{ from: string; to: string }>) =>
  spanText({ fromMs: Date.parse(from), toMs: Date.parse(to) });

/** What moved the cost against the range before. */
export const DriversPage = () => {
  const view = useView();
  const { data: status } = useStatus();
  const { by = "model" } = useSearch({ from: "/view/drivers" });
  const navigate = useNavigate();
  const drivers = useDrivers(view, by);

  // Of bills alone what moved them is told: that no call came stands above it, before and after the answer.
  const holds = ledgerHolds(status);
  if (holds === "nothing") {
    return (
      <>
        <PageHead title="Drivers" money />
        <FirstCall />
      </>
    );
  }
  const { data } = drivers;
  const unpriced = data?.unpriced_attempts;
  const by_ = data === undefined ? undefined : movedBy(data.total);
  return (
    <>
      <PageHead title="Drivers" money>
        <NativeSelect
          size="xs"
          aria-label="Drivers by"
          value={by}
          data={dimensions.map((value) => ({
            value,
            label: `By ${dimensionNames[value].toLowerCase()}`,
          }))}
          onChange={(event) =>
            void navigate({
              to: "/drivers",
              search: ({ by: _before, ...kept }) => ({
                ...kept,
                ...readDriversSearch({ by: event.target.value as Dimension }),
              }),
              resetScroll: false,
            })
          }
        />
      </PageHead>
      <CurrentChargesNote />
      {holds === "bills" ? <BillsAlone /> : null}
      {drivers.isError ? (
        <FailurePanel failure={drivers.error} onRetry={() => void drivers.refetch()} />
      ) : null}
      {drivers.isPending ? <Skeleton h={620} radius="lg" /> : null}
      {data === undefined || holds === "bills" ? null : !/[1-9]/.test(
          data.total.before + data.total.after,
        ) ? (
        <NoCalls />
      ) : (
        <div className={drivers.isPlaceholderData ? "stale" : undefined}>
          <Panel
            title="What moved the cost"
            note={`${spanOfWire(data.after)}, against ${spanOfWire(data.before)}`}
            actions={<TableCsv path="/api/drivers" answer={data} label="Save the drivers as CSV" />}
            foot={`${sumCheck(data).text}${
              unpriced === undefined || unpriced.before + unpriced.after === 0
                ? ""
                : ` Unpriced, so in no figure: ${counted(unpriced.before, "attempt")} before and ${unpriced.after} now.`
            }`}
            flush
          >
            <div className="panel-body">
              <p className="drivers-headline">
                <span className="drivers-change">{signedDollars(data.total.change)}</span>
                <span className="muted">
                  from {dollarsShown(data.total.before)} to {dollarsShown(data.total.after)}
                  {by_ === undefined ? "; nothing before" : `, ${by_}`}
                </span>
              </p>
              <ScrollRegion label="From the cost before to the cost now, as bars">
                <div className="chart-frame drivers-frame">
                  <Suspense fallback={<Skeleton h="100%" />}>
                    <Waterfall steps={waterfallOf(data)} />
                  </Suspense>
                </div>
              </ScrollRegion>
            </div>
            <DriverTable report={data} />
          </Panel>
        </div>
      )}
      {data === undefined ? null : <BillDrivers report={data} />}
    </>
  );
};
