import { beyondCallsText, counted } from "@headgate/contract";
import { NativeSelect, Skeleton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconHourglass } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import { signedDollars } from "../../format/change-words.ts";
import { dollarsShown } from "../../format/money-text.ts";
import type { AnomaliesSearch } from "../../search/history-search.ts";
import { bucketTitle, isNamedInUtc } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { BandLegend } from "../../ui/band-legend.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { CauseText, ExploreAnomaly } from "./cause-text.tsx";
import type { Found } from "./query.ts";
import { type Anomaly, judgedPoints, sliceWords } from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/controls.css";
import "../../ui/table.css";

const BandChart = lazy(() => import("../../ui/band-chart.tsx"));

const names = {
  value: "Spent",
  expected: "Usual",
  band: "Not anomalous within",
  marked: "Anomaly",
} as const;

type Judgement = Found["report"]["judgement"];

/** Calls, or bills alone where there are none: spend beside what was usual, what was off, and why. */
export const AnomalyPanel = ({
  found,
  onGrain,
}: Readonly<{ found: Found; onGrain: (grain: AnomaliesSearch["grain"]) => void }>) => {
  const { grain, report } = found;
  const chooser = (
    <NativeSelect
      size="xs"
      aria-label="Judged by"
      value={grain}
      data={[
        { value: "day", label: "By days" },
        { value: "hour", label: "By hours" },
      ]}
      onChange={(event) => onGrain(event.currentTarget.value === "hour" ? "hour" : "day")}
    />
  );
  return (
    <JudgementPanel
      title="Anomalies"
      found={found}
      judgement={report.judgement}
      of={report.billed === undefined ? "calls" : "bills"}
      actions={chooser}
    />
  );
};

/** The same of what is billed and no call can tell; nothing where there is none. */
export const BeyondCallsPanel = ({ found }: Readonly<{ found: Found }>) => {
  const { beyond_calls: beyond } = found.report;
  return beyond === undefined ? null : (
    <JudgementPanel
      title="Anomalies of bills beyond calls"
      found={found}
      judgement={beyond.judgement}
      of="bills"
      about={`${beyondCallsText(beyond)} `}
    />
  );
};

const JudgementPanel = ({
  title,
  found,
  judgement,
  of,
  about = "",
  actions,
}: Readonly<{
  title: string;
  found: Found;
  judgement: Judgement;
  of: "calls" | "bills";
  about?: string;
  actions?: ReactNode;
}>) => {
  const { grain } = found;
  if (judgement.kind === "history_too_short") {
    return (
      <Panel title={title} actions={actions} {...(about === "" ? {} : { foot: about })}>
        <EmptyState
          icon={<IconHourglass size={20} stroke={1.6} />}
          title="Not enough history"
          text={`What is usual is learned from at least ${counted(judgement.needed_days, "day")} of ${of} before; ${counted(judgement.known_days, "is", "are")} known. Import earlier ${of === "bills" ? "bills" : "logs"}, or wait.`}
        />
      </Panel>
    );
  }
  const { anomalies } = judgement;
  const points = judgedPoints(found, judgement);
  // Of this answer it is always told.
  const { left_out: leftOut = 0 } = judgement;
  return (
    <Panel
      title={title}
      note={`${counted(judgement.judged_points, grain)}${isNamedInUtc(grain) ? " of UTC" : ""} judged`}
      actions={actions}
      foot={`${about}By chance, up to ${judgement.expected_false.toFixed(2)} of these are called anomalous. What is usual is an estimate.${leftOut === 0 ? "" : ` ${counted(leftOut, "more deviation was", "more deviations were")} not looked at: a shorter range has fewer.`}${points.length < judgement.points.length ? ` The chart has the latest ${points.length}.` : ""}${anomalies.some(({ slice }) => slice !== null) ? ` The chart is of all ${of === "bills" ? "these bills" : "calls"}; the dollars of the list are of the ${of} that it names.` : ""}`}
      flush
    >
      <div className="panel-body">
        {points.length === 0 ? (
          <p className="muted">
            No whole {grain} of this range could be judged: choose a longer range.
          </p>
        ) : (
          <>
            <div className="chart-frame">
              <Suspense fallback={<Skeleton h="100%" />}>
                <BandChart title="Spend beside what was usual" points={points} names={names} />
              </Suspense>
            </div>
            <BandLegend names={names} />
          </>
        )}
      </div>
      {anomalies.length === 0 ? (
        <p className="panel-foot">No anomaly in this range.</p>
      ) : (
        <ScrollRegion label={`${title}, in order of time`}>
          <table className="table anomaly-table">
            <TableHead
              columns={[
                isNamedInUtc(grain) ? "When (UTC)" : "When",
                "Of",
                "What",
                { number: "Spent" },
                { number: "Usual" },
                { number: "Off by" },
                "Cause",
              ]}
            />
            <tbody>
              {anomalies.map((anomaly) => (
                <tr key={`${anomaly.start} ${sliceWords(anomaly)}`}>
                  <td>
                    <ExploreAnomaly anomaly={anomaly} words={whenText(anomaly, grain)} />
                  </td>
                  <td>
                    {anomaly.slice === null ? (
                      sliceWords(anomaly)
                    ) : (
                      <ExploreAnomaly anomaly={anomaly} words={sliceWords(anomaly)} />
                    )}
                  </td>
                  <td>
                    <Badge tone={anomaly.direction === "above" ? "attention" : "plain"}>
                      {anomaly.direction === "above" ? (
                        <IconArrowUp size={12} aria-hidden="true" />
                      ) : (
                        <IconArrowDown size={12} aria-hidden="true" />
                      )}
                      {anomaly.direction === "above" ? "Above usual" : "Below usual"}
                    </Badge>
                  </td>
                  <td className="number">{dollarsShown(anomaly.cost)}</td>
                  <td className="number">{dollarsShown(anomaly.expected)}</td>
                  <td className="number anomaly-excess">{signedDollars(anomaly.excess)}</td>
                  <td className="anomaly-cause">
                    <CauseText anomaly={anomaly} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};

const whenText = ({ start, end }: Anomaly, grain: "hour" | "day"): string => {
  const startMs = Date.parse(start);
  const lastMs = Date.parse(end) - (grain === "day" ? 86_400_000 : 3_600_000);
  const first = bucketTitle(startMs, grain).replace(" UTC", "");
  return lastMs <= startMs ? first : `${first} – ${bucketTitle(lastMs, grain).replace(" UTC", "")}`;
};
