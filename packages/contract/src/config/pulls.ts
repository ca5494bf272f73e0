import { z } from "zod";
import { accountName } from "../imports/account-name.ts";
import { awsAccess, awsRegion } from "./aws-access.ts";
import { configName } from "./config-name.ts";
import { secureAddress } from "./notifiers.ts";

/** A key or an answer about money must not cross a network in the clear; a test's stand-in is on this machine. */
const providerAddress = secureAddress.meta({
  description: "The only address that is asked; redirects are not followed.",
});

function hasNoUser(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}

const adminKey = z
  .string()
  .min(1)
  .meta({ description: "An admin key of the organisation; usually ${NAME} from the environment." });

type Pace = Readonly<{
  everyMinutes: number;
  leastMinutes?: number;
  lookBackDays: number;
  firstDays: number;
  mostFirstDays?: number;
}>;

/** What every pull of periods has; the defaults are the kind's. */
const periods = ({
  everyMinutes,
  leastMinutes = 5,
  lookBackDays,
  firstDays,
  mostFirstDays = 365,
}: Pace) => ({
  name: configName,
  interval_minutes: z
    .int()
    .min(leastMinutes)
    .max(10_080)
    .default(everyMinutes)
    .meta({ description: "How long from one pull to the next, give or take a tenth." }),
  look_back_days: z.int().min(0).max(90).default(lookBackDays).meta({
    description:
      "How many days before the last one pulled are asked for again: providers restate them.",
  }),
  first_pull_days: z.int().min(1).max(mostFirstDays).default(firstDays).meta({
    description: "How many days back the first pull begins.",
  }),
});

/** Without it everything is as it was: statements and ids name no account. */
const account = accountName.optional().meta({
  description:
    "Whose answers these are, which do not say it: the organisation's name or id. Two sources of a kind need one each.",
});

const awsAccount = z
  .string()
  .regex(/^\d{12}$/, "expected the twelve digits of an AWS account")
  .optional();

const kind = <Kind extends string>(name: Kind, description: string) =>
  z.literal(name).meta({ description });

/**
 * AWS updates its billing data up to three times a day and takes calls once to several times a day for usual
 * (https://docs.aws.amazon.com/cost-management/latest/userguide/ce-api-best-practices.html, read 2026-11-28); each page
 * of an answer costs $0.01 (https://aws.amazon.com/aws-cost-management/aws-cost-explorer/faqs, read 2026-11-28). A month
 * stays open for some days after its end: 35 days reach back over the whole of it.
 */
const awsCostExplorer = z.strictObject({
  kind: kind(
    "aws-cost-explorer",
    "AWS's bill by day, service and usage type: Cost Explorer's GetCostAndUsage. AWS charges $0.01 for each page of an answer, so a pull every eight hours costs from $0.06 a day.",
  ),
  ...periods({ everyMinutes: 480, leastMinutes: 60, lookBackDays: 35, firstDays: 90 }),
  base_url: providerAddress.default("https://ce.us-east-1.amazonaws.com"),
  region: awsRegion
    .default("us-east-1")
    .meta({ description: "What requests are signed for: Cost Explorer is in one region." }),
  services: z.array(z.string().min(1).max(200)).min(1).max(100).optional().meta({
    description:
      "Only these services, as Cost Explorer spells them, e.g. Amazon Bedrock. Fewer are fewer pages. All of them unless said.",
  }),
  account_id: awsAccount.meta({
    description:
      "The payer's account, which answers do not name: by it the bill is known beside AWS's reports of the same account, and two payers are told apart.",
  }),
  group_by: z
    .string()
    .regex(
      /^(?:LINKED_ACCOUNT|(?:TAG|COST_CATEGORY):.{1,200})$/,
      "expected LINKED_ACCOUNT, TAG:name or COST_CATEGORY:name",
    )
    .optional()
    .meta({
      description:
        "What usage is divided by besides, for its labels: LINKED_ACCOUNT, TAG:name or COST_CATEGORY:name. Cost Explorer takes two groups: with services each of them is asked for by usage type, which is a page more for each; without, usage types are not told.",
    }),
  ...awsAccess,
});

/**
 * Points of five minutes are kept for 63 days, and ListMetrics names a metric for two weeks after its last point
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html). Asking for a point is
 * charged by the number of metrics.
 */
const awsCloudwatch = z
  .strictObject({
    kind: kind(
      "aws-cloudwatch",
      "CloudWatch's metrics of Bedrock and of SageMaker's endpoints in one region: ListMetrics and GetMetricData, which AWS charges by the number of metrics asked for.",
    ),
    ...periods({ everyMinutes: 60, lookBackDays: 1, firstDays: 14, mostFirstDays: 63 }),
    base_url: providerAddress.optional().meta({
      description: "https://monitoring.REGION.amazonaws.com unless said.",
    }),
    region: awsRegion,
    account_id: awsAccount.meta({
      description: "Whose metrics these are, to be told apart from other accounts'.",
    }),
    metrics: z
      .array(z.enum(["bedrock", "sagemaker"]))
      .min(1)
      .default(["bedrock", "sagemaker"])
      .meta({ description: "Which services' metrics." }),
    ...awsAccess,
  })
  .transform(({ base_url, ...config }) => ({
    ...config,
    base_url: base_url ?? `https://monitoring.${config.region}.amazonaws.com`,
  }));

const openaiAddress = providerAddress.default("https://api.openai.com/v1");

/**
 * OpenAI names no time after which a day's figures stand
 * (https://platform.openai.com/docs/api-reference/usage/costs): three days are our caution.
 */
const openaiCosts = z.strictObject({
  kind: kind("openai-costs", "OpenAI's bill by day, project, key and line item: its costs API."),
  ...periods({ everyMinutes: 360, lookBackDays: 3, firstDays: 90 }),
  base_url: openaiAddress,
  api_key: adminKey,
  account,
});

const openaiUsageEndpoints = [
  "completions",
  "embeddings",
  "moderations",
  "images",
  "audio_speeches",
  "audio_transcriptions",
  "code_interpreter_sessions",
  "file_search_calls",
  "web_search_calls",
] as const;

const openaiUsage = z.strictObject({
  kind: kind("openai-usage", "OpenAI's sums of usage by day, project, key and model."),
  ...periods({ everyMinutes: 360, lookBackDays: 3, firstDays: 31 }),
  base_url: openaiAddress,
  api_key: adminKey,
  account,
  endpoints: z
    .array(z.enum(openaiUsageEndpoints))
    .min(1)
    .default(["completions", "embeddings", "images", "audio_speeches", "audio_transcriptions"])
    .meta({ description: "Which of the usage API's endpoints are asked." }),
});

const anthropicAddress = providerAddress.default("https://api.anthropic.com");

/** Anthropic names no time after which a day's figures stand either. */
const anthropicCostReport = z.strictObject({
  kind: kind(
    "anthropic-cost-report",
    "Anthropic's bill by day, workspace and line: its cost report.",
  ),
  ...periods({ everyMinutes: 360, lookBackDays: 3, firstDays: 90 }),
  base_url: anthropicAddress,
  api_key: adminKey,
  account,
});

const anthropicUsageReport = z.strictObject({
  kind: kind(
    "anthropic-usage-report",
    "Anthropic's sums of usage by day, workspace, key, model and tier: its usage report of messages.",
  ),
  ...periods({ everyMinutes: 360, lookBackDays: 3, firstDays: 31 }),
  base_url: anthropicAddress,
  api_key: adminKey,
  account,
});

const prometheus = z.strictObject({
  kind: kind("prometheus", "What a DCGM exporter shows to Prometheus: measurements of GPUs, now."),
  name: configName,
  interval_minutes: z
    .int()
    .min(1)
    .max(1_440)
    .default(1)
    .meta({ description: "How long from one scrape to the next, give or take a tenth." }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .refine(hasNoUser, "an address has no user name in it")
    .meta({
      description:
        "The exporter's whole address, e.g. http://gpu-1:9400/metrics. The only one that is asked.",
    }),
  bearer_token: z.string().min(1).optional().meta({
    description: "Usually ${NAME} from the environment.",
  }),
});

const pullSchema = z.discriminatedUnion("kind", [
  awsCostExplorer,
  awsCloudwatch,
  openaiCosts,
  openaiUsage,
  anthropicCostReport,
  anthropicUsageReport,
  prometheus,
]);
export type PullConfig = z.output<typeof pullSchema>;
export type PullKind = PullConfig["kind"];
/** A pull of one kind. */
export type PullOf<Kind extends PullKind> = Extract<PullConfig, { kind: Kind }>;

export const pullKinds = [
  "aws-cost-explorer",
  "aws-cloudwatch",
  "openai-costs",
  "openai-usage",
  "anthropic-cost-report",
  "anthropic-usage-report",
  "prometheus",
] as const satisfies readonly PullKind[];

const MOST_PULLS = 100;

/** Whose answers a pull's are, where the configuration says it and the answers do not. */
export function accountOfPull(pull: PullConfig): string | undefined {
  switch (pull.kind) {
    case "aws-cost-explorer":
      return pull.account_id;
    case "openai-costs":
    case "openai-usage":
    case "anthropic-cost-report":
    case "anthropic-usage-report":
      return pull.account;
    // What is asked there names its account, where it is configured.
    case "aws-cloudwatch":
    case "prometheus":
      return undefined;
    default:
      return pull satisfies never;
  }
}

/**
 * Two pulls whose answers would take each other's place: what most kinds answer does not say whose it is, so only
 * accounts that are named here hold them apart, each of them. Of CloudWatch the region is known from here too.
 */
function ownsTheSame(left: PullConfig, right: PullConfig): boolean {
  if (left.kind === "prometheus" || left.kind !== right.kind) return false;
  if (left.kind === "aws-cloudwatch" && right.kind === "aws-cloudwatch") {
    return left.region === right.region && left.account_id === right.account_id;
  }
  const [one, other] = [accountOfPull(left), accountOfPull(right)];
  return one === undefined || other === undefined || one === other;
}

export const pullsSchema = z
  .array(pullSchema)
  .max(MOST_PULLS)
  .default([])
  .superRefine((pulls, context) => {
    for (const [index, pull] of pulls.entries()) {
      const before = pulls.slice(0, index);
      const fault = (path: string, message: string): void =>
        context.addIssue({ code: "custom", message, path: [index, path] });
      if (before.some(({ name }) => name === pull.name)) {
        fault("name", `two sources are named "${pull.name}"`);
      }
      const other = before.find((candidate) => ownsTheSame(candidate, pull));
      if (other !== undefined) {
        fault(
          "kind",
          `"${other.name}" pulls the same already: their answers would take each other's place, unless each names an account of its own`,
        );
      }
      if (
        "aws_credentials" in pull &&
        pull.aws_credentials !== undefined &&
        pull.aws_profile !== undefined
      ) {
        fault("aws_profile", "aws_credentials and aws_profile exclude each other");
      }
    }
  });
