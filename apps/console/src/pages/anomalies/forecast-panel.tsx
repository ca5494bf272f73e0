import { counted } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconHourglass } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { dollarsShown } from "../../format/money-text.ts";
import { dayUtcText } from "../../time/time-text.ts";
import { BandLegend } from "../../ui/band-legend.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import type { Foretold } from "./query.ts";
import { backTestText, type Forecast, foretoldPoints, methodText } from "./view-model.ts";
import "../../ui/chart.css";

const BandChart = lazy(() => import("../../ui/band-chart.tsx"));

const names = {
  value: "Spent, added up",
  expected: "Straight to the expected end",
  band: "Interval",
  marked: "",
} as const;

/** What one period will have cost at its end, how sure that is, and how such forecasts did before. */
export const ForecastPanel = ({
  forecast,
  foretold,
  simulated,
  beyond = false,
}: Readonly<{
  forecast: Forecast;
  foretold: Foretold;
  simulated: boolean;
  /** Whether it is of what is billed beyond calls. */
  beyond?: boolean;
}>) => {
  const period = forecast.period === "month" ? "This month" : "This quarter";
  const title = beyond ? `${period}, bills beyond calls` : period;
  const ofBills = beyond || foretold.report.billed !== undefined;
  const end = dayUtcText(Date.parse(forecast.end) - 86_400_000);
  const tested = backTestText(forecast);
  const unknown =
    forecast.unknown_days === 0 ? "" : `, ${counted(forecast.unknown_days, "day")} not known yet`;
  return (
    <Panel
      title={title}
      note={`until ${end} UTC, ${counted(forecast.days_left, "day")} left${unknown}`}
      {...(simulated ? { actions: <SimulatedBadge /> } : {})}
    >
      {forecast.kind === "history_too_short" ? (
        <EmptyState
          icon={<IconHourglass size={20} stroke={1.6} />}
          title="Not enough history"
          text={`${dollarsShown(forecast.spent)} were spent on whole days so far. A forecast needs ${counted(forecast.needed_days, "day")} of history; ${counted(forecast.known_days, "is", "are")} known. Import earlier ${ofBills ? "bills" : "logs"}, or wait.`}
        />
      ) : (
        <>
          <p className="forecast-value">
            {dollarsShown(forecast.expected)}
            <span className="forecast-between">
              {forecast.interval === null
                ? "expected at the end, without an interval"
                : `expected at the end; ${(forecast.interval.coverage * 100).toFixed(0)} % of cases lie between ${dollarsShown(forecast.interval.low)} and ${dollarsShown(forecast.interval.high)}`}
            </span>
          </p>
          {!ofBills ? (
            <>
              <div className="chart-frame forecast-frame">
                <Suspense fallback={<Skeleton h="100%" />}>
                  <BandChart
                    title={`${title}, spend added up and what is expected`}
                    points={foretoldPoints(forecast, foretold)}
                    names={names}
                  />
                </Suspense>
              </div>
              <BandLegend
                names={{ value: names.value, expected: names.expected, band: names.band }}
              />
            </>
          ) : null}
          <ul className="forecast-words">
            <li>{dollarsShown(forecast.spent)} were spent on whole days so far.</li>
            <li>Method: {methodText(forecast.method)}.</li>
            {tested === undefined ? null : <li>{tested}</li>}
            {forecast.wide_interval === null ? null : (
              <li>
                {`${(forecast.wide_interval.coverage * 100).toFixed(0)} % of cases lie between ${dollarsShown(forecast.wide_interval.low)} and ${dollarsShown(forecast.wide_interval.high)}.`}
              </li>
            )}
            {forecast.reason === null ? null : <li>No interval: {forecast.reason}.</li>}
          </ul>
        </>
      )}
    </Panel>
  );
};
