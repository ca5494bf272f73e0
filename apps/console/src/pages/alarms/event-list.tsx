import { Badge } from "../../ui/badge.tsx";
import type { EventLine } from "./view-model.ts";

/** What happened, newest first, and how each message fared. */
export const EventList = ({ lines }: Readonly<{ lines: readonly EventLine[] }>) =>
  lines.length === 0 ? (
    <p className="panel-body panel-note">Nothing yet: no alarm has fired since it was written.</p>
  ) : (
    <ol className="alarm-events">
      {lines.map((line) => (
        <li key={line.id}>
          <div className="alarm-event-head">
            <time dateTime={line.at} className="tabular">
              {line.time}
            </time>
            <Badge tone={line.kind.tone}>{line.kind.text}</Badge>
            <span>{line.alarm}</span>
          </div>
          <div>
            {line.text}{" "}
            {line.link === undefined ? null : (
              <a href={line.link} className="text-link" aria-label={`Open what ${line.alarm} saw`}>
                Open
              </a>
            )}
          </div>
          <div className="panel-note">{line.told}</div>
        </li>
      ))}
    </ol>
  );
