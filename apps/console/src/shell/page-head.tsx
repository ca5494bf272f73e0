import type { ReactNode } from "react";
import { useEffect } from "react";
import { SimulatedBadge } from "../ui/simulated-badge.tsx";
import { useStatus } from "./use-status.ts";

/** A page's title, what is simulated about it, and its own actions. */
export const PageHead = ({
  title,
  money = false,
  children,
}: Readonly<{
  title: string;
  /** True on pages whose money is simulated when the providers are. */
  money?: boolean;
  children?: ReactNode;
}>) => {
  const { data } = useStatus();
  useEffect(() => {
    document.title = `${title} · Headgate`;
  }, [title]);
  return (
    <div className="page-head">
      <div className="page-head-words">
        <h1>{title}</h1>
        {money && data?.simulated ? <SimulatedBadge /> : null}
      </div>
      {children === undefined ? null : <div className="page-head-actions">{children}</div>}
    </div>
  );
};
