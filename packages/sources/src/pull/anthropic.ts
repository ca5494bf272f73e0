import type { PullOf } from "@headgate/contract";
import { adminPages } from "./admin-pages.ts";
import type { Asking } from "./ask-provider.ts";
import type { Period } from "./plan-periods.ts";

type AnthropicPull = PullOf<"anthropic-cost-report" | "anthropic-usage-report">;

/** All of a period's costs by day: the report, by workspace and by the line's own words. */
export const anthropicCostPages = (
  config: PullOf<"anthropic-cost-report">,
  period: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> =>
  reportPages(config, "cost_report", ["workspace_id", "description"], period, asking);

/** Sums of usage of the Messages API by day and all that has a price of its own. */
export const anthropicUsagePages = (
  config: PullOf<"anthropic-usage-report">,
  period: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> => {
  const dimensions = [
    "workspace_id",
    "api_key_id",
    "model",
    "service_tier",
    "context_window",
    "inference_geo",
  ];
  return reportPages(config, "usage_report/messages", dimensions, period, asking);
};

/** https://docs.anthropic.com/en/api/usage-cost-api, read 2026-11-28: at most 31 days a page. */
const reportPages = (
  { base_url, api_key }: AnthropicPull,
  report: string,
  dimensions: readonly string[],
  { fromMs, toMs }: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> =>
  adminPages(
    {
      url: `${base_url.replace(/\/+$/, "")}/v1/organizations/${report}`,
      query: [
        ["starting_at", momentText(fromMs)],
        ["ending_at", momentText(toMs)],
        ["bucket_width", "1d"],
        ["limit", "31"],
        ...dimensions.map((name) => ["group_by[]", name] as const),
      ],
      headers: {
        accept: "application/json",
        "anthropic-version": "2023-06-01",
        "user-agent": "headgate",
        "x-api-key": api_key,
      },
    },
    asking,
  );

const momentText = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");
