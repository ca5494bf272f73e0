import type { PullConfig } from "@headgate/contract";
import { anthropicCostReport } from "../anthropic-cost-report/source.ts";
import { anthropicUsageReport } from "../anthropic-usage-report/source.ts";
import { awsCostExplorer } from "../aws-cost-explorer/source.ts";
import { cloudwatchBedrock } from "../cloudwatch-bedrock/source.ts";
import { cloudwatchSagemaker } from "../cloudwatch-sagemaker/source.ts";
import { dcgm } from "../dcgm/source.ts";
import { openaiCosts } from "../openai-costs/source.ts";
import { openaiUsage } from "../openai-usage/source.ts";
import type { Source } from "../source.ts";
import { anthropicCostPages, anthropicUsagePages } from "./anthropic.ts";
import type { Asking } from "./ask-provider.ts";
import { cloudwatchPages } from "./cloudwatch.ts";
import { costExplorerPages } from "./cost-explorer.ts";
import { openaiCostPages, openaiUsagePages } from "./openai.ts";
import type { Period } from "./plan-periods.ts";
import { prometheusPages } from "./prometheus.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** One of a pull's questions: who asks it, and the reader of what is answered. */
export type PullPart = Readonly<{
  source: Source;
  /** What the provider answers about a period, as it was sent. */
  pages: (period: Period, asking: Asking) => AsyncIterable<Uint8Array>;
}>;

/** What a pull asks for, by its kind. */
export type PullPlan = Readonly<{
  parts: readonly PullPart[];
  /** Undefined for what is measured at the moment of asking. */
  periods: Readonly<{ grainMs: number; longestMs: number }> | undefined;
}>;

const byDay = { grainMs: DAY_MS, longestMs: 31 * DAY_MS };

export function pullPlan(config: PullConfig): PullPlan {
  switch (config.kind) {
    case "aws-cost-explorer":
      return {
        parts: [
          { source: awsCostExplorer, pages: (...asked) => costExplorerPages(config, ...asked) },
        ],
        periods: byDay,
      };
    case "aws-cloudwatch":
      return {
        parts: config.metrics.map((service) => ({
          source: service === "bedrock" ? cloudwatchBedrock : cloudwatchSagemaker,
          pages: (...asked) => cloudwatchPages(config, service, ...asked),
        })),
        periods: { grainMs: HOUR_MS, longestMs: 7 * DAY_MS },
      };
    case "openai-costs":
      return {
        parts: [{ source: openaiCosts, pages: (...asked) => openaiCostPages(config, ...asked) }],
        periods: byDay,
      };
    case "openai-usage":
      return {
        parts: [{ source: openaiUsage, pages: (...asked) => openaiUsagePages(config, ...asked) }],
        periods: byDay,
      };
    case "anthropic-cost-report":
      return {
        parts: [
          {
            source: anthropicCostReport,
            pages: (...asked) => anthropicCostPages(config, ...asked),
          },
        ],
        periods: byDay,
      };
    case "anthropic-usage-report":
      return {
        parts: [
          {
            source: anthropicUsageReport,
            pages: (...asked) => anthropicUsagePages(config, ...asked),
          },
        ],
        periods: byDay,
      };
    case "prometheus":
      return {
        parts: [{ source: dcgm, pages: (_, asking) => prometheusPages(config, asking) }],
        periods: undefined,
      };
    default:
      return config satisfies never;
  }
}

/**
 * What a pull's periods are of. Where it changes, what was finished before says nothing any more. Neither its pace nor
 * a key is in it: keys are changed.
 */
export function pullSubject(config: PullConfig): string {
  const left = new Set([
    "name",
    "interval_minutes",
    "look_back_days",
    "first_pull_days",
    "api_key",
    "bearer_token",
    "aws_credentials",
  ]);
  return JSON.stringify(Object.entries(config).filter(([name]) => !left.has(name)));
}
