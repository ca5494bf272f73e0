import type { Problem } from "../dependencies.ts";

/** Several nodes, each with a ledger of its own: what is summed up is one node's. */
export const ownLedger: Problem = {
  code: "config_invalid",
  message:
    "stores.state is PostgreSQL, but stores.ledger is this node's own file: reports, alarms and recommendations see this node's calls alone. Set stores.ledger to ClickHouse, or run one node.",
};
