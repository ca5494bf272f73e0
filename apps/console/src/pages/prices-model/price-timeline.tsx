import type { PriceTimelineView } from "./timeline-model.ts";

const percent = (part: number): string => `${part * 100}%`;

/** Prices over time. The table below says the same in words. */
export const PriceTimeline = ({ timeline }: Readonly<{ timeline: PriceTimelineView }>) => (
  <div
    className="price-timeline"
    role="img"
    aria-label="Prices over time; the records below say the same"
  >
    {timeline.rows.map((row) => (
      <div className="price-timeline-row" key={row.key}>
        <span className="price-timeline-label">{row.label}</span>
        <span className="price-timeline-track">
          {row.segments.map((segment) => (
            <span
              className={`price-timeline-bar is-${segment.state}`}
              key={segment.key}
              style={{ left: percent(segment.start), width: percent(segment.length) }}
              title={`${segment.price}, ${segment.days}`}
            >
              {segment.price}
            </span>
          ))}
          <span className="price-timeline-today" style={{ left: percent(timeline.today) }} />
        </span>
      </div>
    ))}
    <div className="price-timeline-row price-timeline-axis">
      <span className="price-timeline-label">US dollars per 1M tokens</span>
      <span className="price-timeline-track">
        {timeline.ticks.map((tick) => (
          <span key={tick.text} className="price-timeline-tick" style={{ left: percent(tick.at) }}>
            {tick.text}
          </span>
        ))}
      </span>
    </div>
  </div>
);
