import type { GetCostAndUsageCommandInput } from "@aws-sdk/client-cost-explorer";
import type { PullOf } from "@headgate/contract";
import { HeadgateError } from "@headgate/contract";
import type { Asking } from "./ask-provider.ts";
import { askAws, awsClientSettings } from "./aws-client.ts";
import type { Period } from "./plan-periods.ts";

const MOST_PAGES = 500;

/**
 * Answers of GetCostAndUsage by day, service and usage type, one a page, as JSON
 * (https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html). It only reads; each page
 * costs $0.01.
 */
export async function* costExplorerPages(
  config: PullOf<"aws-cost-explorer">,
  { fromMs, toMs }: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> {
  // Loaded here: a control that pulls nothing from AWS does not carry its SDK.
  const { CostExplorerClient, GetCostAndUsageCommand } = await import(
    "@aws-sdk/client-cost-explorer"
  );
  const client = new CostExplorerClient(awsClientSettings(config, asking));
  const question: GetCostAndUsageCommandInput = {
    TimePeriod: { Start: dayText(fromMs), End: dayText(toMs) },
    Granularity: "DAILY",
    Metrics: ["UnblendedCost", "AmortizedCost", "UsageQuantity"],
    GroupBy: [
      { Type: "DIMENSION", Key: "SERVICE" },
      { Type: "DIMENSION", Key: "USAGE_TYPE" },
    ],
    ...(config.services !== undefined && {
      Filter: { Dimensions: { Key: "SERVICE", Values: config.services } },
    }),
  };
  try {
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const command = new GetCostAndUsageCommand({
        ...question,
        ...(token !== undefined && { NextPageToken: token }),
      });
      const { $metadata: _, ...answer } = await askAws(() => client.send(command), asking);
      if (answer.ResultsByTime === undefined) {
        throw new HeadgateError("pull_answer_unusable", "It has no ResultsByTime.");
      }
      yield Buffer.from(JSON.stringify(answer));
      const next = answer.NextPageToken;
      if (next === undefined || next === "") return;
      if (next === token) {
        throw new HeadgateError("pull_answer_unusable", "Its pages lead in a circle.");
      }
      token = next;
    }
    throw new HeadgateError("pull_answer_unusable", `It has more than ${MOST_PAGES} pages.`);
  } finally {
    client.destroy();
  }
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
