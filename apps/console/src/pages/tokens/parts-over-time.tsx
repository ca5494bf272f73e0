import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { eachText } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { BehindLink } from "./behind-link.tsx";
import type { TokensView } from "./query.ts";
import { partPoints, partSeries } from "./view-model.ts";

const PartsBars = lazy(() => import("./parts-bars.tsx"));

/** The parts of prompts over time: drawn, and the same as a table. */
export const PartsOverTime = ({ tokens }: Readonly<{ tokens: TokensView }>) => {
  const points = partPoints(tokens);
  return (
    <Panel title="Parts of prompts over time" note={`estimated, ${eachText(tokens.grain)}`} flush>
      <div className="panel-body">
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <PartsBars points={points} />
          </Suspense>
        </div>
        <ul className="legend">
          {partSeries.map(({ key, title, colour }) => (
            <li key={key}>
              <span className="legend-item">
                <span className="swatch" style={{ background: colour }} />
                <span className="legend-name">{title}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div className="chart-table">
        <ScrollRegion label="Parts of prompts over time, as a table">
          <table className="table">
            <TableHead
              columns={[
                "When",
                { number: "Input" },
                ...partSeries.map(({ title }) => ({ number: title })),
              ]}
            />
            <tbody>
              {points.map((point) => (
                <tr key={point.title}>
                  <td>{point.title}</td>
                  <td className="number">
                    <BehindLink behind={point.behind} about={`calls of ${point.title}`}>
                      {point.all}
                    </BehindLink>
                  </td>
                  {partSeries.map(({ key }, at) => (
                    <td className="number" key={key}>
                      {point.texts[at]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
    </Panel>
  );
};
