import {
  type BillsLeftOut,
  beyondCallsText,
  billedText,
  billsLeftOutText,
  counted,
} from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { dollarsShown } from "../../format/money-text.ts";
import { CurrentChargesNote } from "../../shell/current-charges-note.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { AnomalyPanel, BeyondCallsPanel } from "./anomaly-panel.tsx";
import { ForecastPanel } from "./forecast-panel.tsx";
import { type Foretold, useAnomalies, useForecast } from "./query.ts";
import { simulatedHistory } from "./view-model.ts";
import "./anomalies.css";

const TITLE = "Anomalies and forecast";

/** What was not usual, and what the month and the quarter will have cost. */
export const AnomaliesPage = () => {
  const view = useView();
  const { data: status } = useStatus();
  const { grain } = useSearch({ from: "/view/anomalies" });
  const navigate = useNavigate();
  const found = useAnomalies(view, grain);
  const foretold = useForecast(view);

  // Without a call bills may tell what is usual.
  const hasNothing =
    found.data?.report.billed === undefined && foretold.data?.report.billed === undefined;
  if (status?.ledger.rows === 0 && hasNothing) {
    return (
      <>
        <PageHead title={TITLE} money />
        <FirstCall />
      </>
    );
  }
  const failure = found.error ?? foretold.error;
  return (
    <>
      <PageHead title={TITLE} money>
        {found.data === undefined ? null : (
          <TableCsv
            path="/api/anomalies"
            answer={found.data.report}
            label="Save the anomalies as CSV"
          />
        )}
      </PageHead>
      <CurrentChargesNote />
      {failure === null ? null : (
        <FailurePanel
          failure={failure}
          onRetry={() => {
            void found.refetch();
            void foretold.refetch();
          }}
        />
      )}
      {found.isPending ? <Skeleton h={460} radius="lg" /> : null}
      {found.data === undefined ? null : (
        <div className={found.isPlaceholderData ? "stale" : undefined}>
          <AnomalyPanel
            found={found.data}
            onGrain={(next) =>
              void navigate({
                to: "/anomalies",
                search: (before) => ({ ...before, grain: next }),
                resetScroll: false,
              })
            }
          />
          <BeyondCallsPanel found={found.data} />
          <LeftOut leftOut={found.data.report.bills_left_out} />
        </div>
      )}
      {foretold.isPending ? <Skeleton h={420} radius="lg" /> : null}
      {foretold.data === undefined ? null : (
        <>
          <div className="forecast-actions">
            <span className="muted">The forecast</span>
            <TableCsv
              path="/api/forecast"
              answer={foretold.data.report}
              label="Save the forecast as CSV"
            />
          </div>
          <div className="two-columns">
            {foretold.data.report.forecasts.map((forecast) => (
              <ForecastPanel
                key={forecast.period}
                forecast={forecast}
                foretold={foretold.data}
                simulated={
                  status?.simulated === true || simulatedHistory(foretold.data.report).isAll
                }
              />
            ))}
          </div>
          <SimulatedHistory report={foretold.data.report} />
          <BilledHistory report={foretold.data.report} />
          <BeyondCalls foretold={foretold.data} />
          <LeftOut leftOut={foretold.data.report.bills_left_out} />
          {foretold.data.report.unpriced_attempts === 0 ? null : (
            <p className="unpriced">
              {counted(
                foretold.data.report.unpriced_attempts,
                "unpriced attempt of the history is",
                "unpriced attempts of the history are",
              )}{" "}
              in no figure of the forecast.
            </p>
          )}
        </>
      )}
    </>
  );
};

const BilledHistory = ({ report: { billed } }: Readonly<{ report: Foretold["report"] }>) =>
  billed === undefined ? null : <p className="muted">{billedText(billed)}</p>;

/** What is billed beside the calls, foretold by itself, and both together. */
const BeyondCalls = ({ foretold }: Readonly<{ foretold: Foretold }>) => {
  const { beyond_calls: beyond, together = [] } = foretold.report;
  return beyond === undefined ? null : (
    <>
      <div className="two-columns">
        {beyond.forecasts.map((forecast) => (
          <ForecastPanel
            key={forecast.period}
            forecast={forecast}
            foretold={foretold}
            simulated={false}
            beyond
          />
        ))}
      </div>
      <p className="muted">{beyondCallsText(beyond)}</p>
      {together.map(({ period, expected }) => (
        <p key={period}>
          {`Calls and bills beyond them together: ${dollarsShown(expected)} expected of this ${period}.`}
        </p>
      ))}
    </>
  );
};

/** Bills that are in no figure, and why. */
const LeftOut = ({ leftOut }: Readonly<{ leftOut: BillsLeftOut | undefined }>) => {
  const text = billsLeftOutText(leftOut);
  return text === undefined ? null : <p className="unpriced">{text}</p>;
};

const SimulatedHistory = ({ report }: Readonly<{ report: Foretold["report"] }>) => {
  const { text } = simulatedHistory(report);
  return text === undefined ? null : <p className="muted">{text}</p>;
};
