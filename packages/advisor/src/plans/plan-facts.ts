import type { HeadgateConfig, HistoryDepth, NotPlanned } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { History } from "@headgate/levers";
import type { InfrastructureBook } from "@headgate/planner";
import type { PriceBook } from "@headgate/pricing";
import type { Finding, FindingName } from "../findings/advice-of-finding.ts";
import type { Range } from "../findings/range.ts";

/** What plans of capacity are made from: the ledger, the configuration's offers and machines, lists of prices. */
export type PlanFacts = Readonly<{
  ledger: Pick<LedgerStore, "report" | "extent">;
  config: Pick<HeadgateConfig, "plans" | "providers" | "overlays">;
  prices: PriceBook;
  infrastructure: InfrastructureBook;
  /** From the first call on, where there are any. */
  range: Range;
  /** As it was asked for: bills may reach further back than calls. */
  askedRange: Range;
  nowMs: number;
  /** Calls as they were made, and as the recommended levers leave them. */
  before: History;
  after: History;
  depth: HistoryDepth;
  /** What is not wanted: it takes no dollars from what is planned after it. */
  isDismissed: (finding: FindingName) => boolean;
}>;

/** What is recommended, and what is not, with the reason. */
export type Planned = Readonly<{
  findings: readonly Finding[];
  notPlanned: readonly NotPlanned[];
}>;
