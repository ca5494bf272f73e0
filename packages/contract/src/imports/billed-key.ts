import type { BillSource } from "./sources.ts";

/** The tag under which lines of a source name the API key that they are about. Bills of other sources name none. */
export const billedKeyTags = {
  openai_costs: "api_key_id",
  anthropic_cost_report: "api_key",
} as const satisfies Partial<Record<BillSource, string>>;
