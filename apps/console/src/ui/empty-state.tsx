import type { ReactNode } from "react";
import "./empty-state.css";

/** Where there is nothing to show: why, and what to do about it. */
export const EmptyState = ({
  icon,
  title,
  text,
  children,
}: Readonly<{ icon: ReactNode; title: string; text: string; children?: ReactNode }>) => (
  <div className="empty">
    <div className="empty-icon" aria-hidden="true">
      {icon}
    </div>
    <h2>{title}</h2>
    <p className="empty-text">{text}</p>
    {children === undefined ? null : <div className="empty-actions">{children}</div>}
  </div>
);
