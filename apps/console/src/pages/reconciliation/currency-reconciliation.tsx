import { counted, type ReconciliationCause, reconciliationCauses } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { Skeleton, Switch } from "@mantine/core";
import { IconCircleCheck, IconTargetOff } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { causeMeanings, causeNames, reasonNames } from "../../format/cause-words.ts";
import { countText } from "../../format/count-text.ts";
import { moneyText } from "../../format/money-text.ts";
import type { DifferenceSplit } from "../../search/reconciliation-search.ts";
import { Badge } from "../../ui/badge.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { Reconciliation } from "./query.ts";
import { causeRows, differenceBars, wireShareText } from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/table.css";

const DifferenceBars = lazy(() => import("./difference-bars.tsx"));

const colours = {
  coverage: "var(--series-2)",
  quantity: "var(--series-4)",
  rate: "var(--series-3)",
  timing: "var(--series-6)",
  non_usage: "var(--series-other)",
  unexplained: "var(--series-5)",
} as const satisfies Record<ReconciliationCause, string>;

const splitNames = {
  day: "by day",
  model: "by model",
  component: "by token class",
  provider: "by provider",
} as const satisfies Record<DifferenceSplit, string>;

type Total = Reconciliation["report"]["totals"][number];

/** One currency: how far calls explain it, and what the rest is. */
export const CurrencyReconciliation = ({
  total,
  reconciliation,
  split,
}: Readonly<{ total: Total; reconciliation: Reconciliation; split: DifferenceSplit }>) => {
  const { currency } = total;
  const { report } = reconciliation;
  const rows = causeRows(report, currency);
  const present = reconciliationCauses.filter((cause) => rows.some((row) => row.cause === cause));
  // Taxes and other services would dwarf what calls could explain.
  const [withRest, setWithRest] = useState(false);
  const causes = present.filter((cause) => withRest || cause !== "non_usage");
  const bars = differenceBars(reconciliation, currency, split, new Set(causes));
  const money = (text: string): string => moneyText(text, currency);
  const isOnTarget =
    total.reconciled_share !== null && Number(total.reconciled_share) > Number(report.target);
  return (
    <>
      <section className="panel reconcile-figures" aria-label={`Reconciliation in ${currency}`}>
        <div className="reconcile-figure">
          <span className="reconcile-name">Reconciled share</span>
          <span className="reconcile-value">
            {wireShareText(total.reconciled_share, report.target)}
          </span>
          {total.reconciled_share === null ? (
            <Badge tone="plain">Not known: no use of a model is billed</Badge>
          ) : (
            <Badge tone={isOnTarget ? "good" : "attention"}>
              {isOnTarget ? (
                <IconCircleCheck size={13} aria-hidden="true" />
              ) : (
                <IconTargetOff size={13} aria-hidden="true" />
              )}
              {isOnTarget ? "On target" : "Off target"}: above {wireShareText(report.target)}
            </Badge>
          )}
        </div>
        <div
          className={
            /[1-9]/.test(total.unexplained) ? "reconcile-figure is-prominent" : "reconcile-figure"
          }
        >
          <span className="reconcile-name">Unexplained</span>
          <span className="reconcile-value">{money(total.unexplained)}</span>
          <span className="muted">what cannot be told; never spread over others</span>
        </div>
        <div className="reconcile-figure">
          <span className="reconcile-name">Billed use of models</span>
          <span className="reconcile-value">{money(total.usage_bill)}</span>
          <span className="muted">of {money(total.bill)} billed</span>
        </div>
        <div className="reconcile-figure">
          <span className="reconcile-name">Calls</span>
          <span className="reconcile-value">{money(total.calls)}</span>
          <span className="muted">bill less calls: {money(total.difference)}</span>
        </div>
      </section>
      <Panel
        title={`The difference in ${currency}, by kind`}
        note={splitNames[split]}
        flush
        actions={
          present.includes("non_usage") ? (
            <Switch
              size="xs"
              label="Draw non-usage as well"
              checked={withRest}
              onChange={(event) => setWithRest(event.currentTarget.checked)}
            />
          ) : undefined
        }
        foot={`The kinds add up to ${money(total.difference)}, to the last digit. ${
          report.cells_left_out === 0
            ? ""
            : `Drawn are the ${countText(report.cells.length)} largest differences; ${counted(report.cells_left_out, "smaller one")} are only in the sums.`
        }`}
      >
        <div className="panel-body">
          {bars.length === 0 ? (
            <p className="muted">
              {total.reconciled_share === null
                ? "Nothing to draw: no line of these bills is about the use of a model."
                : `Nothing to draw: bill and calls agree${withRest ? "" : " on all use of models"}.`}
            </p>
          ) : (
            <div className="chart-frame">
              <Suspense fallback={<Skeleton h="100%" />}>
                <DifferenceBars
                  bars={bars}
                  causes={causes}
                  currency={currency}
                  colourOf={(cause) => colours[cause]}
                />
              </Suspense>
            </div>
          )}
          <ul className="legend">
            {causes.map((cause) => (
              <li className="legend-item" key={cause} title={causeMeanings[cause]}>
                <span className="swatch" style={{ background: colours[cause] }} />
                {causeNames[cause]}
              </li>
            ))}
          </ul>
        </div>
        <ScrollRegion label={`Kinds of difference in ${currency}`}>
          <table className="table">
            <TableHead
              columns={[
                "Kind",
                "What it is",
                { number: "Bill less calls" },
                { number: "Without signs" },
                { number: "Cells" },
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <tr key={row.reason}>
                  <td>{causeNames[row.cause]}</td>
                  <td>{reasonNames[row.reason]}</td>
                  <td className="number">{money(formatDollars(row.amount))}</td>
                  <td className="number muted">{money(formatDollars(row.gross))}</td>
                  <td className="number">{countText(row.cells)}</td>
                </tr>
              ))}
              <tr className="reconcile-total">
                <td colSpan={2}>All</td>
                <td className="number">{money(total.difference)}</td>
                <td colSpan={2} />
              </tr>
            </tbody>
          </table>
        </ScrollRegion>
      </Panel>
    </>
  );
};
