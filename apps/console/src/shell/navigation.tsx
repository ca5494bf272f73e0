import {
  type Icon,
  IconActivityHeartbeat,
  IconArrowsSplit2,
  IconBell,
  IconBulb,
  IconChartAreaLine,
  IconChartHistogram,
  IconChartPie,
  IconCpu,
  IconFileImport,
  IconFileInvoice,
  IconFlask,
  IconGauge,
  IconKey,
  IconListDetails,
  IconPigMoney,
  IconReceiptDollar,
  IconRepeat,
  IconRoute,
  IconScale,
  IconServer2,
  IconStack2,
  IconStairsUp,
  IconTargetArrow,
} from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useId, useRef } from "react";
import type { ViewSearch } from "../search/view-search.ts";

type LedgerPage =
  | "/"
  | "/explore"
  | "/calls"
  | "/kpis"
  | "/drivers"
  | "/anomalies"
  | "/outcomes"
  | "/experiments"
  | "/caches"
  | "/tokens";
type OtherPage =
  | "/bills"
  | "/reconciliation"
  | "/sources"
  | "/recommendations"
  | "/simulate"
  | "/capacity"
  | "/budgets"
  | "/routing"
  | "/models"
  | "/batches"
  | "/alarms"
  | "/keys"
  | "/prices";
type Entry = Readonly<{ to: LedgerPage | OtherPage; name: string; icon: Icon }>;

/** The pages, by what one comes for. */
const groups: readonly Readonly<{ name: string; entries: readonly Entry[] }>[] = [
  {
    name: "Spend",
    entries: [
      { to: "/", name: "Overview", icon: IconChartAreaLine },
      { to: "/explore", name: "Explore", icon: IconChartHistogram },
      { to: "/calls", name: "Calls", icon: IconListDetails },
    ],
  },
  {
    name: "Insight",
    entries: [
      { to: "/kpis", name: "KPIs", icon: IconGauge },
      { to: "/outcomes", name: "Outcomes", icon: IconTargetArrow },
      { to: "/drivers", name: "Drivers", icon: IconStairsUp },
      { to: "/anomalies", name: "Anomalies", icon: IconActivityHeartbeat },
      { to: "/alarms", name: "Alarms", icon: IconBell },
    ],
  },
  {
    name: "Bills",
    entries: [
      { to: "/bills", name: "Bills", icon: IconFileInvoice },
      { to: "/reconciliation", name: "Reconcile", icon: IconScale },
      { to: "/sources", name: "Sources", icon: IconFileImport },
      { to: "/prices", name: "Prices", icon: IconReceiptDollar },
    ],
  },
  {
    name: "Plan",
    entries: [
      { to: "/recommendations", name: "Recommendations", icon: IconBulb },
      { to: "/simulate", name: "What if", icon: IconFlask },
      { to: "/experiments", name: "Experiments", icon: IconArrowsSplit2 },
      { to: "/capacity", name: "Capacity", icon: IconServer2 },
    ],
  },
  {
    name: "Act",
    entries: [
      { to: "/budgets", name: "Budgets", icon: IconPigMoney },
      { to: "/caches", name: "Caches", icon: IconRepeat },
      { to: "/routing", name: "Routing", icon: IconRoute },
      { to: "/models", name: "Models", icon: IconCpu },
      { to: "/batches", name: "Batches", icon: IconStack2 },
      { to: "/tokens", name: "Tokens", icon: IconChartPie },
    ],
  },
  { name: "Access", entries: [{ to: "/keys", name: "Keys", icon: IconKey }] },
];

const ledgerPages: readonly string[] = [
  "/",
  "/explore",
  "/calls",
  "/kpis",
  "/drivers",
  "/anomalies",
  "/outcomes",
  "/experiments",
  "/caches",
  "/tokens",
] satisfies readonly LedgerPage[];

const Group = ({
  name,
  entries,
  view,
}: Readonly<{ name: string; entries: readonly Entry[]; view: ViewSearch }>) => {
  const nameId = useId();
  return (
    <div className="nav-group">
      <span className="nav-group-name" id={nameId}>
        {name}
      </span>
      <ul className="nav-list" aria-labelledby={nameId}>
        {entries.map(({ to, name: page, icon: PageIcon }) => (
          <li key={to}>
            <Link
              to={to}
              // Those about the ledger keep the range and filters that were last looked at.
              search={ledgerPages.includes(to) ? view : {}}
              className="nav-link"
              activeOptions={{ exact: to === "/", includeSearch: false }}
            >
              <PageIcon size={17} stroke={1.7} aria-hidden="true" />
              {page}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** Where the pages stand in a row that scrolls, the current one is always in sight. */
const useCurrentInSight = () => {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    if (path === "") return;
    nav.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [path]);
  return nav;
};

/** The way to every page. */
export const Navigation = ({ view }: Readonly<{ view: ViewSearch }>) => {
  const nav = useCurrentInSight();
  return (
    <nav className="shell-nav" aria-label="Pages" ref={nav}>
      {groups.map((group) => (
        <Group key={group.name} {...group} view={view} />
      ))}
    </nav>
  );
};
