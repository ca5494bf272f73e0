import type { CSSProperties } from "react";
import { durationText } from "../../format/duration-text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Panel } from "../../ui/panel.tsx";
import type { TimelineBar, Timeline as TimelineModel } from "./timeline-model.ts";

const toneOf = (outcome: string): string => {
  if (outcome === "completed") return "timeline-bar";
  const isCut = outcome === "client_closed" || outcome === "ended_early";
  return isCut ? "timeline-bar is-attention" : "timeline-bar is-bad";
};

const placeOf = (bar: TimelineBar): CSSProperties & { "--first": string } => ({
  left: `${bar.left}%`,
  width: `${Math.min(bar.width, 100 - bar.left)}%`,
  "--first": `${bar.firstByte === undefined ? 0 : bar.firstByte}%`,
});

/** The attempts of a call on one time axis. */
export const Timeline = ({ timeline }: Readonly<{ timeline: TimelineModel }>) => (
  <Panel title="Attempts">
    <ol className="timeline">
      {timeline.bars.map((bar) => (
        <li className="timeline-row" key={bar.attempt}>
          <a className="timeline-label" href={`#attempt-${bar.attempt}`}>
            <span className="timeline-number">{bar.attempt + 1}</span> {bar.label}
            <span className="visually-hidden">: {bar.words}</span>
          </a>
          <span className="timeline-track" title={bar.words} aria-hidden="true">
            <span className={toneOf(bar.outcome)} style={placeOf(bar)} />
          </span>
          <span>
            <Outcome outcome={bar.outcome} status={undefined} />
          </span>
        </li>
      ))}
    </ol>
    <div className="timeline-key">
      <span>
        <span
          className="swatch"
          style={{ background: "color-mix(in srgb, var(--accent) 38%, var(--surface))" }}
        />
        waiting for the first byte
      </span>
      <span>
        <span className="swatch" style={{ background: "var(--accent)" }} />
        answering
      </span>
      <span className="tabular">the whole axis is {durationText(timeline.durationMs)}</span>
    </div>
  </Panel>
);
