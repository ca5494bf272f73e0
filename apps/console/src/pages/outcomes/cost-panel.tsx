import { csvOf } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { CsvButton } from "../../ui/csv-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { costParts } from "./cost-bars.tsx";
import { MeasureTable } from "./measure-table.tsx";
import type { OutcomesAnswer } from "./query.ts";
import { leftOutWords, outcomeLine, outcomePoints, shownMeasures } from "./view-model.ts";
import "../../ui/chart.css";

const CostBars = lazy(() => import("./cost-bars.tsx"));

/** What an accepted outcome cost over time, with the part for failed attempts and retries. */
export const CostPanel = ({ answer }: Readonly<{ answer: OutcomesAnswer }>) => {
  const shown = shownMeasures(answer);
  if (shown === undefined) return null;
  const points = outcomePoints(answer);
  const { each } = outcomeLine(shown);
  const words = leftOutWords(shown);
  return (
    <Panel
      title="Cost of an accepted outcome"
      note={`${each} over the range, each ${answer.grain}, UTC`}
      flush
      actions={
        <div className="chart-actions">
          <CsvButton
            name="headgate-outcomes-over-time"
            label="Save outcomes over time as CSV"
            text={() =>
              csvOf(
                answer.overTime.rows
                  .filter((row) => row.name === (answer.name ?? null))
                  .map(({ joined, group: _group, is_other: _other, ...row }) => ({
                    ...row,
                    ...Object.fromEntries(
                      Object.entries(joined).map(([state, count]) => [`joined_${state}`, count]),
                    ),
                  })),
              )
            }
          />
        </div>
      }
      {...(words.length === 0 ? {} : { foot: words.join(" ") })}
    >
      <div className="panel-body">
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <CostBars points={points} />
          </Suspense>
        </div>
        <div className="legend">
          {costParts.map(({ key, label, colour }) => (
            <span className="legend-item" key={key}>
              <span className="swatch" style={{ background: colour }} aria-hidden="true" />
              <span className="legend-name">{label}</span>
            </span>
          ))}
        </div>
      </div>
      <div className="chart-table">
        <MeasureTable
          label="Outcomes over time"
          first={answer.grain === "day" ? "Day" : answer.grain === "week" ? "Week" : "Month"}
          lines={points.map((point) => ({
            key: String(point.startMs),
            title: point.title,
            line: point.line,
          }))}
        />
      </div>
    </Panel>
  );
};
