import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { NotFoundPage } from "./pages/not-found/page.tsx";
import { readBillsSearch } from "./search/bills-search.ts";
import { readCallsSearch } from "./search/calls-search.ts";
import { readCapacitySearch } from "./search/capacity-search.ts";
import { readExperimentsSearch } from "./search/experiments-search.ts";
import { readExploreSearch } from "./search/explore-search.ts";
import { readAnomaliesSearch, readDriversSearch } from "./search/history-search.ts";
import { readKpisSearch } from "./search/kpis-search.ts";
import { readModelsSearch } from "./search/models-search.ts";
import { readOutcomesSearch } from "./search/outcomes-search.ts";
import { readOverviewSearch } from "./search/overview-search.ts";
import {
  readEstimateSearch,
  readModelPricesSearch,
  readPricesSearch,
  readRerateSearch,
} from "./search/prices-search.ts";
import { readRecommendationsSearch } from "./search/recommendations-search.ts";
import { readReconciliationSearch } from "./search/reconciliation-search.ts";
import { readRoutingSearch } from "./search/routing-search.ts";
import { parseSearch, stringifySearch } from "./search/search-text.ts";
import { readSourcesSearch } from "./search/sources-search.ts";
import { readTokensSearch } from "./search/tokens-search.ts";
import { readViewSearch } from "./search/view-search.ts";
import { PageFailure } from "./shell/page-failure.tsx";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** Pages about the ledger: they share the range and the filters of the address. */
const view = createRoute({
  getParentRoute: () => root,
  id: "view",
  validateSearch: readViewSearch,
  component: Outlet,
});

const overview = createRoute({
  getParentRoute: () => view,
  path: "/",
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import("./pages/overview/page.tsx"), "OverviewPage"),
});

const explore = createRoute({
  getParentRoute: () => view,
  path: "/explore",
  validateSearch: readExploreSearch,
  component: lazyRouteComponent(() => import("./pages/explore/page.tsx"), "ExplorePage"),
});

const calls = createRoute({
  getParentRoute: () => view,
  path: "/calls",
  validateSearch: readCallsSearch,
  component: lazyRouteComponent(() => import("./pages/calls/page.tsx"), "CallsPage"),
});

const call = createRoute({
  getParentRoute: () => view,
  path: "/calls/$callId",
  component: lazyRouteComponent(() => import("./pages/call/page.tsx"), "CallPage"),
});

const kpis = createRoute({
  getParentRoute: () => view,
  path: "/kpis",
  validateSearch: readKpisSearch,
  component: lazyRouteComponent(() => import("./pages/kpis/page.tsx"), "KpisPage"),
});

const drivers = createRoute({
  getParentRoute: () => view,
  path: "/drivers",
  validateSearch: readDriversSearch,
  component: lazyRouteComponent(() => import("./pages/drivers/page.tsx"), "DriversPage"),
});

const anomalies = createRoute({
  getParentRoute: () => view,
  path: "/anomalies",
  validateSearch: readAnomaliesSearch,
  component: lazyRouteComponent(() => import("./pages/anomalies/page.tsx"), "AnomaliesPage"),
});

const reconciliation = createRoute({
  getParentRoute: () => root,
  path: "/reconciliation",
  validateSearch: readReconciliationSearch,
  component: lazyRouteComponent(
    () => import("./pages/reconciliation/page.tsx"),
    "ReconciliationPage",
  ),
});

const outcomes = createRoute({
  getParentRoute: () => view,
  path: "/outcomes",
  validateSearch: readOutcomesSearch,
  component: lazyRouteComponent(() => import("./pages/outcomes/page.tsx"), "OutcomesPage"),
});

const outcome = createRoute({
  getParentRoute: () => view,
  path: "/outcomes/$outcomeId",
  component: lazyRouteComponent(() => import("./pages/outcome/page.tsx"), "OutcomePage"),
});

const experiments = createRoute({
  getParentRoute: () => view,
  path: "/experiments",
  validateSearch: readExperimentsSearch,
  component: lazyRouteComponent(() => import("./pages/experiments/page.tsx"), "ExperimentsPage"),
});

const caches = createRoute({
  getParentRoute: () => view,
  path: "/caches",
  component: lazyRouteComponent(() => import("./pages/caches/page.tsx"), "CachesPage"),
});

const tokens = createRoute({
  getParentRoute: () => view,
  path: "/tokens",
  validateSearch: readTokensSearch,
  component: lazyRouteComponent(() => import("./pages/tokens/page.tsx"), "TokensPage"),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: "/keys",
  component: lazyRouteComponent(() => import("./pages/keys/page.tsx"), "KeysPage"),
});

const alarms = createRoute({
  getParentRoute: () => root,
  path: "/alarms",
  component: lazyRouteComponent(() => import("./pages/alarms/page.tsx"), "AlarmsPage"),
});

const budgets = createRoute({
  getParentRoute: () => root,
  path: "/budgets",
  component: lazyRouteComponent(() => import("./pages/budgets/page.tsx"), "BudgetsPage"),
});

const batches = createRoute({
  getParentRoute: () => root,
  path: "/batches",
  component: lazyRouteComponent(() => import("./pages/batches/page.tsx"), "BatchesPage"),
});

const routing = createRoute({
  getParentRoute: () => root,
  path: "/routing",
  validateSearch: readRoutingSearch,
  component: lazyRouteComponent(() => import("./pages/routing/page.tsx"), "RoutingPage"),
});

const models = createRoute({
  getParentRoute: () => root,
  path: "/models",
  validateSearch: readModelsSearch,
  component: lazyRouteComponent(() => import("./pages/models/page.tsx"), "ModelsPage"),
});

const recommendations = createRoute({
  getParentRoute: () => root,
  path: "/recommendations",
  validateSearch: readRecommendationsSearch,
  component: lazyRouteComponent(
    () => import("./pages/recommendations/page.tsx"),
    "RecommendationsPage",
  ),
});

const simulate = createRoute({
  getParentRoute: () => root,
  path: "/simulate",
  validateSearch: readRecommendationsSearch,
  component: lazyRouteComponent(() => import("./pages/simulate/page.tsx"), "SimulatePage"),
});

const capacity = createRoute({
  getParentRoute: () => root,
  path: "/capacity",
  validateSearch: readCapacitySearch,
  component: lazyRouteComponent(() => import("./pages/capacity/page.tsx"), "CapacityPage"),
});

const prices = createRoute({
  getParentRoute: () => root,
  path: "/prices",
  validateSearch: readPricesSearch,
  component: lazyRouteComponent(() => import("./pages/prices/page.tsx"), "PricesPage"),
});

const modelPrices = createRoute({
  getParentRoute: () => root,
  path: "/prices/model",
  validateSearch: readModelPricesSearch,
  component: lazyRouteComponent(() => import("./pages/prices-model/page.tsx"), "ModelPricesPage"),
});

const estimate = createRoute({
  getParentRoute: () => root,
  path: "/prices/estimate",
  validateSearch: readEstimateSearch,
  component: lazyRouteComponent(() => import("./pages/estimate/page.tsx"), "EstimatePage"),
});

const rerate = createRoute({
  getParentRoute: () => root,
  path: "/prices/rerate",
  validateSearch: readRerateSearch,
  component: lazyRouteComponent(() => import("./pages/rerate/page.tsx"), "ReratePage"),
});

const bills = createRoute({
  getParentRoute: () => root,
  path: "/bills",
  validateSearch: readBillsSearch,
  component: lazyRouteComponent(() => import("./pages/bills/page.tsx"), "BillsPage"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/sources",
  validateSearch: readSourcesSearch,
  component: lazyRouteComponent(() => import("./pages/sources/page.tsx"), "SourcesPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    view.addChildren([
      overview,
      explore,
      calls,
      call,
      kpis,
      drivers,
      anomalies,
      outcomes,
      outcome,
      experiments,
      caches,
      tokens,
    ]),
    bills,
    reconciliation,
    sources,
    recommendations,
    simulate,
    capacity,
    budgets,
    routing,
    models,
    batches,
    alarms,
    keys,
    prices,
    modelPrices,
    estimate,
    rerate,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
