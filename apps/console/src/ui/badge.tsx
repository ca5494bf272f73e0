import type { ReactNode } from "react";
import "./badge.css";

export type BadgeTone = "quiet" | "plain" | "good" | "attention" | "bad" | "simulated";

export const Badge = ({
  tone,
  title,
  children,
}: Readonly<{ tone: BadgeTone; title?: string; children: ReactNode }>) => (
  <span className={`badge badge-${tone}`} title={title}>
    {children}
  </span>
);
