import { Skeleton } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { Sparkline } from "../../ui/sparkline.tsx";
import type { ChartPoint } from "./spend-chart-model.ts";
import type { Tile } from "./tiles.ts";
import { courseOf } from "./view-model.ts";
import "./kpi-strip.css";

const Mark = ({ tile, simulated }: Readonly<{ tile: Tile; simulated: boolean }>) => {
  // The figure's own money: a provider that is real by now made none of the calls before it was.
  if (tile.simulated || (simulated && tile.money)) return <SimulatedBadge />;
  if (tile.tone === "good") return <IconCircleCheck size={15} color="var(--good)" aria-hidden />;
  if (tile.tone === "attention") return <IconAlertCircle size={15} aria-hidden />;
  return null;
};

const Drawing = ({ tile, points }: Readonly<{ tile: Tile; points: readonly ChartPoint[] }>) => {
  if (tile.share !== undefined) {
    return (
      <span className="meter" aria-hidden="true">
        <span className="meter-fill" style={{ width: `${tile.share * 100}%` }} />
      </span>
    );
  }
  const course = courseOf(tile.key, points);
  return course === undefined ? null : <Sparkline values={course} />;
};

/** The six figures, each a link to the calls behind it. */
export const KpiStrip = ({
  tiles,
  points,
  simulated,
}: Readonly<{ tiles: readonly Tile[]; points: readonly ChartPoint[]; simulated: boolean }>) => {
  const search = useViewSearch();
  return (
    <section className="panel kpis" aria-label="Figures">
      {tiles.map((tile) => (
        <Link
          key={tile.key}
          to="/calls"
          search={callsBehind(search, tile.behind)}
          className={`kpi kpi-${tile.tone} kpi-${tile.key}`}
          data-kpi={tile.key}
        >
          <span className="kpi-label">
            {tile.label}
            <Mark tile={tile} simulated={simulated} />
          </span>
          <span className="kpi-value">
            {tile.value}
            {tile.unit === undefined ? null : <span className="kpi-unit">{tile.unit}</span>}
          </span>
          <span className="kpi-notes">
            {tile.change === undefined ? null : (
              <span>
                <span className="kpi-change">{tile.change}</span> vs the period before
              </span>
            )}
            {tile.notes.map((note) => (
              <span key={note}>{note}</span>
            ))}
          </span>
          <span className="kpi-drawing">
            <Drawing tile={tile} points={points} />
          </span>
        </Link>
      ))}
    </section>
  );
};

const places = ["spend", "calls", "per-million", "unpriced", "cache", "failed"] as const;

export const KpiSkeleton = () => (
  <div className="panel kpis" aria-hidden="true">
    {places.map((place) => (
      <div className="kpi" key={place}>
        <Skeleton h={12} w="55%" my={4} />
        <Skeleton h={24} w="70%" my={4} />
        <Skeleton h={11} w="80%" />
        <Skeleton h={28} mt={12} />
      </div>
    ))}
  </div>
);
