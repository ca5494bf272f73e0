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

type Question = Readonly<{
  recordTypes: "usage" | "other";
  filter: Expression;
  groupBy: GroupDefinition[];
  /** The one service that is asked for, where no group tells it. */
  service?: string;
}>;

/**
 * Questions that share nothing and leave nothing out; which one an answer is to, the answer does not say. Cost Explorer
 * takes two groups
 * (https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html, read 2026-11-30): where
 * usage is divided by something else as well, either each service is asked for by itself, or usage types are not told.
 */
function questionsOf({ services, group_by }: PullOf<"aws-cost-explorer">): readonly Question[] {
  const ofServices = (filter: Expression, named = services): Expression =>
    named === undefined
      ? filter
      : { And: [{ Dimensions: { Key: "SERVICE", Values: [...named] } }, filter] };
  const other: Question = {
    recordTypes: "other",
    filter: ofServices({ Not: usage }),
    groupBy: [dimension("SERVICE"), dimension("RECORD_TYPE")],
  };
  if (group_by === undefined || services === undefined) {
    const second = group_by === undefined ? dimension("USAGE_TYPE") : groupOf(group_by);
    const groupBy = [dimension("SERVICE"), second];
    return [{ recordTypes: "usage", filter: ofServices(usage), groupBy }, other];
  }
  const apart = [...new Set(services)].map(
    (service): Question => ({
      recordTypes: "usage",
      filter: ofServices(usage, [service]),
      groupBy: [dimension("USAGE_TYPE"), groupOf(group_by)],
      service,
    }),
  );
  return [...apart, other];
}

/** `LINKED_ACCOUNT`, `TAG:name` or `COST_CATEGORY:name`, as the configuration has it. */
function groupOf(text: string): GroupDefinition {
  const colon = text.indexOf(":");
  if (colon === -1) return dimension("LINKED_ACCOUNT");
  return {
    Type: text.slice(0, colon) === "TAG" ? "TAG" : "COST_CATEGORY",
    Key: text.slice(colon + 1),
  };
}

/**
 * Answers of GetCostAndUsage by day, of usage by service and usage type, of all else by service and type of charge, one a
 * page, as JSON, with `RecordTypes`, and `Service` where one alone was asked for, beside what AWS answers
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
  const ask = (question: GetCostAndUsageCommandInput) =>
    askAws(() => client.send(new GetCostAndUsageCommand(question)), asking);
  try {
    for (const { recordTypes, filter, groupBy, service } of questionsOf(config)) {
      const pages = pagesOf(ask, {
        TimePeriod: { Start: dayText(fromMs), End: dayText(toMs) },
        Granularity: "DAILY",
        Metrics: ["UnblendedCost", "AmortizedCost", "UsageQuantity"],
        GroupBy: groupBy,
        Filter: filter,
      });
      for await (const { $metadata: _, ...answer } of pages) {
        const asked = {
          RecordTypes: recordTypes,
          ...(service !== undefined && { Service: service }),
        };
        yield Buffer.from(JSON.stringify({ ...asked, ...answer }));
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

const dimension = (Key: Dimension): GroupDefinition => ({ Type: "DIMENSION", Key });

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
