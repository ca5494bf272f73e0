import { type ReactNode, useId } from "react";
import "./panel.css";

type PanelProps = Readonly<{
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  foot?: ReactNode;
  /** For tables, which run to the panel's edges. */
  flush?: boolean;
  children: ReactNode;
}>;

/** A titled region of a page. */
export const Panel = ({ title, note, actions, foot, flush = false, children }: PanelProps) => {
  const titleId = useId();
  return (
    <section className="panel" aria-labelledby={titleId}>
      <div className="panel-head">
        <div className="panel-title">
          <h2 id={titleId}>{title}</h2>
          {note === undefined ? null : <span className="panel-note">{note}</span>}
        </div>
        {actions}
      </div>
      <div className={flush ? undefined : "panel-body"}>{children}</div>
      {foot === undefined ? null : <div className="panel-foot">{foot}</div>}
    </section>
  );
};
