import { parseDollars } from "@headgate/money";
import { Skeleton } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { dollarsShown } from "../../format/money-text.ts";
import { type KpisSearch, readKpisSearch } from "../../search/kpis-search.ts";
import { CurrentChargesNote } from "../../shell/current-charges-note.tsx";
import { ledgerHolds } from "../../shell/ledger-holds.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { BillsAlone } from "../../ui/bills-alone.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { KpiCardPanel } from "./kpi-card.tsx";
import { KpiOverTime } from "./kpi-over-time.tsx";
import { useKpis } from "./query.ts";
import { type KpiPoint, kpiCards, kpiPoints } from "./view-model.ts";
import "../../ui/panel.css";
import "./kpis.css";

/** Every KPI against its target and against the range before. */
export const KpisPage = () => {
  const view = useView();
  const { data: status } = useStatus();
  const search = useSearch({ from: "/view/kpis" });
  const navigate = useNavigate();
  const { now, course } = useKpis(view, search.grain);
  const change = (more: KpisSearch) =>
    void navigate({
      to: "/kpis",
      search: (before) => {
        const { kpi: _kpi, grain: _grain, as: _as, ...kept } = before;
        return { ...kept, ...readKpisSearch({ ...search, ...more }) };
      },
      resetScroll: false,
    });

  const { data } = now;
  const holds = ledgerHolds(status);
  // Measurements of machines tell one of them without a call or a bill.
  const isKnown = data?.kpis.some(({ kind }) => kind === "known") === true;
  if (holds === "nothing" && !isKnown) {
    return (
      <>
        <PageHead title="KPIs" money />
        <FirstCall />
      </>
    );
  }
  const failure = now.error ?? course.error;
  const pointsOf = (name: string): readonly KpiPoint[] | undefined => {
    const kpi = data?.kpis.find((each) => each.name === name);
    return kpi === undefined || course.data === undefined ? undefined : kpiPoints(course.data, kpi);
  };
  return (
    <>
      <PageHead title="KPIs" money>
        {data === undefined ? null : (
          <TableCsv path="/api/kpis" answer={data} label="Save the KPIs as CSV" />
        )}
      </PageHead>
      <CurrentChargesNote />
      {holds === "bills" ? <BillsAlone /> : null}
      {failure === null ? null : (
        <FailurePanel
          failure={failure}
          onRetry={() => {
            void now.refetch();
            void course.refetch();
          }}
        />
      )}
      {now.isPending ? <Skeleton h={620} radius="lg" /> : null}
      {data === undefined ? null : (
        <>
          <div className={now.isPlaceholderData ? "kpi-cards stale" : "kpi-cards"}>
            {kpiCards(data).map((card) => (
              <KpiCardPanel
                key={card.name}
                card={card}
                range={data.after}
                points={pointsOf(card.name)}
                simulated={status?.simulated === true}
              />
            ))}
          </div>
          {parseDollars(data.simulated_cost.after) <= 0n ? null : (
            <p className="muted">
              {dollarsShown(data.simulated_cost.after)} of the cost behind these is simulated.
            </p>
          )}
          <KpiOverTime report={data} course={course.data} search={search} onChange={change} />
        </>
      )}
    </>
  );
};
