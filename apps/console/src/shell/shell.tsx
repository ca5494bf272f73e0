import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { Outlet, useMatch, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { ViewSearch } from "../search/view-search.ts";
import { keptSearch } from "../search/view-search.ts";
import { firstRange, type RangePreset } from "../time/range.ts";
import { Brand } from "./brand.tsx";
import { LostStrip, NoConnection } from "./connection-lost.tsx";
import { EngineStrip } from "./engine-strip.tsx";
import { FirstRange } from "./first-range.tsx";
import { HeldStill } from "./held-still.ts";
import { ledgerHolds } from "./ledger-holds.ts";
import { LiveIndicator } from "./live-indicator.tsx";
import { Loading } from "./loading.tsx";
import { Navigation } from "./navigation.tsx";
import { SimulatedStrip } from "./simulated-strip.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useLive } from "./use-live.ts";
import { useStatus } from "./use-status.ts";
import { ViewToolbar } from "./view-toolbar.tsx";
import "./shell.css";

/** The address's range and filters, or those last looked at on a page that has none. */
const useLastView = (): ViewSearch => {
  const match = useMatch({ from: "/view", shouldThrow: false });
  const last = useRef<ViewSearch>({});
  if (match !== undefined && match.status !== "error") last.current = keptSearch(match.search);
  return last.current;
};

/** Screen readers and the keyboard start at the top of a page that was gone to. */
const useFocusOnPageChange = () => {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current || path === "") {
      first.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
};

/** While an answer that the page has nothing to show without is on its way. */
const useIsLoading = (): boolean =>
  useIsFetching({ predicate: ({ state }) => state.status === "pending" }) > 0;

/** When the API comes back, everything on screen is asked for again. */
const useRecovery = (away: boolean) => {
  const client = useQueryClient();
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !away) void client.invalidateQueries();
    wasAway.current = away;
  }, [away, client]);
};

const Page = () => {
  const main = useFocusOnPageChange();
  const loading = useIsLoading();
  return (
    <main id="page" className="page" ref={main} tabIndex={-1} aria-busy={loading}>
      <Outlet />
    </main>
  );
};

/** What stands around every page. */
export const Shell = () => {
  const status = useStatus();
  const live = useLive();
  const view = useLastView();
  // Chosen once: a range that changed by itself while one reads would be a surprise.
  const [first, setFirst] = useState<RangePreset | undefined>(undefined);
  const { data, isError, error } = status;
  useRecovery(isError);

  if (data === undefined) {
    return isError ? (
      <NoConnection failure={error} onRetry={() => void status.refetch()} />
    ) : (
      <Loading />
    );
  }
  const range = first === undefined ? firstRange(data.ledger, Date.now()) : first;
  // While the ledger does not answer, or holds nothing yet, it is not known: chosen when it is.
  const holds = ledgerHolds(data);
  if (first === undefined && (holds === "calls" || holds === "bills")) setFirst(range);

  return (
    <HeldStill.Provider value={live.paused}>
      <FirstRange.Provider value={range}>
        <a className="skip-link" href="#page">
          Skip to the page
        </a>
        <div className="shell">
          <section className="shell-side" aria-label="Headgate">
            <Brand />
            <Navigation view={view} />
            <div className="shell-foot">
              <span className="mode">{data.mode === "demo" ? "Demo" : "Live"}</span>
              <span className="tabular">Version {data.version}</span>
            </div>
          </section>
          <div className="shell-main">
            {data.simulated ? <SimulatedStrip /> : null}
            {isError ? <LostStrip /> : <EngineStrip engines={data.engines ?? []} />}
            <section className="topbar" aria-label="Settings of the page">
              <Brand />
              <ViewToolbar />
              <LiveIndicator live={live} status={data} away={isError} />
              <ThemeSwitch />
            </section>
            <Page />
          </div>
        </div>
      </FirstRange.Provider>
    </HeldStill.Provider>
  );
};
