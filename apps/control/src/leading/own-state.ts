import type { Problem } from "../dependencies.ts";

/** Several gateways share what budgets count, and nothing else: each node does by itself what should be done once. */
export const ownState: Problem = {
  code: "config_invalid",
  message:
    "stores.counters is shared, but stores.state is this node's own file: a key holds on the node that made it, and each node sends alarms and weekly reports and pulls bills by itself. Set stores.state to PostgreSQL, or run one node.",
};
