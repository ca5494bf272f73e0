import type {
  Dimension,
  Expression,
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  GroupDefinition,
} from "@aws-sdk/client-cost-explorer";
import type { PullOf } from "@headgate/contract";
import { HeadgateError } from "@headgate/contract";
import type { Asking } from "./ask-provider.ts";
import { askAws, awsClientSettings } from "./aws-client.ts";
import type { Period } from "./plan-periods.ts";

const MOST_PAGES = 500;

/**
 * What was used, in contrast to credits, refunds, discounts, fees and taxes. Without a filter GetCostAndUsage adds all of
 * them up in each group (https://repost.aws/questions/QUyOD_Ws4JSpid9-azisKgxg/cost-explorer-boto-3-charge-type, read
 * 2026-11-30), and a credit of $1,000 beside usage of $1,000 is usage for nothing.
 */
const usage: Expression = {
  Dimensions: {
    Key: "RECORD_TYPE",
    Values: ["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage"],
  },
};

/** Two questions that share nothing and leave nothing out; which one an answer is to, the answer does not say. */
const questions: readonly Readonly<{
  recordTypes: "usage" | "other";
  filter: Expression;
  groupBy: GroupDefinition[];
}>[] = [
  { recordTypes: "usage", filter: usage, groupBy: dimensions("SERVICE", "USAGE_TYPE") },
  { recordTypes: "other", filter: { Not: usage }, groupBy: dimensions("SERVICE", "RECORD_TYPE") },
];

/**
 * Answers of GetCostAndUsage by day, of usage by service and usage type, of all else by service and type of charge, one a
 * page, as JSON, with `RecordTypes` beside what AWS answers
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
  const services: readonly Expression[] =
    config.services === undefined
      ? []
      : [{ Dimensions: { Key: "SERVICE", Values: config.services } }];
  const ask = (question: GetCostAndUsageCommandInput) =>
    askAws(() => client.send(new GetCostAndUsageCommand(question)), asking);
  try {
    for (const { recordTypes, filter, groupBy } of questions) {
      const pages = pagesOf(ask, {
        TimePeriod: { Start: dayText(fromMs), End: dayText(toMs) },
        Granularity: "DAILY",
        Metrics: ["UnblendedCost", "AmortizedCost", "UsageQuantity"],
        GroupBy: groupBy,
        Filter: services.length === 0 ? filter : { And: [...services, filter] },
      });
      for await (const { $metadata: _, ...answer } of pages) {
        yield Buffer.from(JSON.stringify({ RecordTypes: recordTypes, ...answer }));
      }
    }
  } finally {
    client.destroy();
  }
}

async function* pagesOf(
  ask: (question: GetCostAndUsageCommandInput) => Promise<GetCostAndUsageCommandOutput>,
  question: GetCostAndUsageCommandInput,
): AsyncIterable<GetCostAndUsageCommandOutput> {
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask({ ...question, ...(token !== undefined && { NextPageToken: token }) });
    if (answer.ResultsByTime === undefined) {
      throw new HeadgateError("pull_answer_unusable", "It has no ResultsByTime.");
    }
    yield answer;
    const next = answer.NextPageToken;
    if (next === undefined || next === "") return;
    if (next === token) {
      throw new HeadgateError("pull_answer_unusable", "Its pages lead in a circle.");
    }
    token = next;
  }
  throw new HeadgateError("pull_answer_unusable", `It has more than ${MOST_PAGES} pages.`);
}

function dimensions(...keys: readonly Dimension[]): GroupDefinition[] {
  return keys.map((Key) => ({ Type: "DIMENSION", Key }));
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
