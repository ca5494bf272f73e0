import { expect, test } from "vitest";
import { openPulling, pullOf } from "./pull.fixture.ts";
import { type AskedOfStandIn, openStandIn } from "./stand-in.fixture.ts";

const access = {
  aws_credentials: { access_key_id: "AKIATEST", secret_access_key: "a-secret-of-the-tests" },
  first_pull_days: 1,
};
const target = ({ headers }: AskedOfStandIn): string => String(headers["x-amz-target"]);

const group = (usageType: string, amount: string) => ({
  Keys: ["Amazon Bedrock", usageType],
  Metrics: {
    UnblendedCost: { Amount: amount, Unit: "USD" },
    AmortizedCost: { Amount: amount, Unit: "USD" },
    UsageQuantity: { Amount: "1000", Unit: "N/A" },
  },
});
const costAndUsage = (groups: readonly unknown[], next?: string) => ({
  GroupDefinitions: [
    { Type: "DIMENSION", Key: "SERVICE" },
    { Type: "DIMENSION", Key: "USAGE_TYPE" },
  ],
  ResultsByTime: [
    {
      TimePeriod: { Start: "2026-11-04", End: "2026-11-05" },
      Total: {},
      Groups: groups,
      Estimated: true,
    },
  ],
  ...(next !== undefined && { NextPageToken: next }),
});

const usageAlone = {
  Dimensions: {
    Key: "RECORD_TYPE",
    Values: ["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage"],
  },
};

test("Cost Explorer's pages are one bill; a request is signed, reads, and costs one page each", async () => {
  const provider = await openStandIn((_, number) => ({
    body:
      [
        costAndUsage([group("USE1-NovaLite-input-tokens", "0.123456789012")], "p2"),
        costAndUsage([group("USE1-NovaLite-output-tokens", "1")]),
        {
          ...costAndUsage([group("Credit", "-1.1")]),
          GroupDefinitions: [
            { Type: "DIMENSION", Key: "SERVICE" },
            { Type: "DIMENSION", Key: "RECORD_TYPE" },
          ],
        },
      ][number - 1] ?? {},
  }));
  const { pull, billed } = await openPulling();

  const result = await pull(
    pullOf({
      kind: "aws-cost-explorer",
      base_url: provider.url,
      services: ["Amazon Bedrock"],
      ...access,
    }),
  );

  // The credit is a line of its own: usage costs what it costs.
  expect(result).toMatchObject({ added: 3 });
  expect(await billed()).toEqual({ "2026-11-04": "0.023456789012" });
  const [first, second, third] = provider.asked.map(({ body }) => JSON.parse(body));
  expect(provider.asked.map(target)).toEqual([
    "AWSInsightsIndexService.GetCostAndUsage",
    "AWSInsightsIndexService.GetCostAndUsage",
    "AWSInsightsIndexService.GetCostAndUsage",
  ]);
  expect(provider.asked[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d+\/us-east-1\/ce\//,
  );
  expect(first).toMatchObject({
    TimePeriod: { Start: "2026-11-04", End: "2026-11-05" },
    Granularity: "DAILY",
    Filter: { And: [{ Dimensions: { Key: "SERVICE", Values: ["Amazon Bedrock"] } }, usageAlone] },
  });
  expect(third).toMatchObject({
    GroupBy: [{ Key: "SERVICE" }, { Key: "RECORD_TYPE" }],
    Filter: {
      And: [{ Dimensions: { Key: "SERVICE", Values: ["Amazon Bedrock"] } }, { Not: usageAlone }],
    },
  });
  expect(third.NextPageToken).toBeUndefined();
  expect(first.NextPageToken).toBeUndefined();
  expect(second.NextPageToken).toBe("p2");
});

test("a bill is divided by a tag for each service by itself, sums once, and is its payer's", async () => {
  const provider = await openStandIn((asked) => {
    const { GroupBy, Filter } = JSON.parse(asked.body);
    const [service] = Filter.And[0].Dimensions.Values;
    const isUsage = Filter.And[1].Not === undefined;
    const groups: Record<string, readonly unknown[]> = {
      "Amazon Bedrock": [
        {
          ...group("USE1-NovaLite-input-tokens", "2"),
          Keys: ["USE1-NovaLite-input-tokens", "team$a"],
        },
        {
          ...group("USE1-NovaLite-input-tokens", "3"),
          Keys: ["USE1-NovaLite-input-tokens", "team$"],
        },
      ],
      "Amazon SageMaker": [
        { ...group("USE1-Host:ml.g5.2xlarge", "5"), Keys: ["USE1-Host:ml.g5.2xlarge", "team$a"] },
      ],
    };
    return {
      body: {
        ...costAndUsage(isUsage ? (groups[service] ?? []) : [group("Credit", "-1")]),
        GroupDefinitions: GroupBy,
      },
    };
  });
  const { pull, billed, store } = await openPulling();

  await pull(
    pullOf({
      kind: "aws-cost-explorer",
      base_url: provider.url,
      services: ["Amazon Bedrock", "Amazon SageMaker"],
      account_id: "111122223333",
      group_by: "TAG:team",
      ...access,
    }),
  );

  expect(provider.asked.map(({ body }) => JSON.parse(body).GroupBy)).toEqual([
    [
      { Type: "DIMENSION", Key: "USAGE_TYPE" },
      { Type: "TAG", Key: "team" },
    ],
    [
      { Type: "DIMENSION", Key: "USAGE_TYPE" },
      { Type: "TAG", Key: "team" },
    ],
    [
      { Type: "DIMENSION", Key: "SERVICE" },
      { Type: "DIMENSION", Key: "RECORD_TYPE" },
    ],
  ]);
  expect(await billed()).toEqual({ "2026-11-04": "9.000000000000" });
  const range = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", limit: 9 };
  const by = async (name: "tag:team" | "service_name" | "model") =>
    Object.fromEntries(
      (await store.report("bill-by", { ...range, by: name })).rows.map((row) => [
        row.group,
        Number(row.billed_cost),
      ]),
    );
  expect(await by("tag:team")).toEqual({ a: 7, null: 2 });
  expect(await by("service_name")).toEqual({ "Amazon Bedrock": 4, "Amazon SageMaker": 5 });
  expect(await by("model")).toMatchObject({ "amazon.nova-lite-v1:0": 5 });
  const { bills } = await store.report("precedence", range);
  expect(bills).toMatchObject([{ source: "aws_cost_explorer", counted: 1 }]);
});

test("without services a bill is divided by service and by what was asked for", async () => {
  const provider = await openStandIn(() => ({ body: costAndUsage([]) }));
  const { pull } = await openPulling();

  await pull(
    pullOf({
      kind: "aws-cost-explorer",
      base_url: provider.url,
      group_by: "LINKED_ACCOUNT",
      ...access,
    }),
  );

  expect(
    provider.asked.map(({ body }) =>
      JSON.parse(body).GroupBy.map(({ Key }: { Key: string }) => Key),
    ),
  ).toEqual([
    ["SERVICE", "LINKED_ACCOUNT"],
    ["SERVICE", "RECORD_TYPE"],
  ]);
});

test("AWS is asked again when it throttles, and told apart from AWS refusing", async () => {
  const refused = { __type: "AccessDeniedException", message: "a-secret-of-the-tests" };
  const provider = await openStandIn((_, number) =>
    number === 1
      ? { status: 400, body: { __type: "ThrottlingException", message: "slow down" } }
      : { status: 400, body: refused },
  );
  const { pull, waited, billed } = await openPulling();
  const config = pullOf({ kind: "aws-cost-explorer", base_url: provider.url, ...access });

  const failed = await pull(config).catch((error: unknown) => error);

  expect(failed).toMatchObject({
    code: "pull_refused",
    message: expect.stringContaining("AccessDeniedException"),
  });
  expect(String(failed)).not.toContain("a-secret");
  expect(waited).toEqual([1_000]);
  expect(provider.asked).toHaveLength(2);
  expect(await billed()).toEqual({});
});

test("what is no JSON of AWS's, a redirect and a broken connection are failures of the pull", async () => {
  const answers = [
    { body: "<html>" },
    { status: 302, headers: { location: "http://127.0.0.1:9/" }, body: "" },
    ...Array.from({ length: 4 }, () => ({ body: costAndUsage([]), cutAt: 20 })),
  ];
  const provider = await openStandIn((_, number) => answers[number - 1] ?? { body: {} });
  const { pull } = await openPulling();
  const config = pullOf({ kind: "aws-cost-explorer", base_url: provider.url, ...access });

  const codes: unknown[] = [];
  for (let round = 0; round < 3; round += 1) {
    codes.push(await pull(config).catch((error: { code: string }) => error.code));
  }

  expect(codes).toEqual(["pull_answer_unusable", "pull_answer_unusable", "pull_unreachable"]);
});

const metric = (Namespace: string, MetricName: string, dimensions: Record<string, string>) => ({
  Namespace,
  MetricName,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
const listed: Readonly<Record<string, readonly unknown[]>> = {
  "AWS/Bedrock": [
    metric("AWS/Bedrock", "InputTokenCount", { ModelId: "amazon.nova-lite-v1:0" }),
    metric("AWS/Bedrock", "InputTokenCount", {}),
    metric("AWS/Bedrock", "InvocationLatency", { ModelId: "amazon.nova-lite-v1:0" }),
  ],
  "/aws/sagemaker/Endpoints": [
    metric("/aws/sagemaker/Endpoints", "GPUUtilization", {
      EndpointName: "chat",
      VariantName: "AllTraffic",
    }),
  ],
  "AWS/SageMaker": [],
};

test("CloudWatch's series are listed, asked for by the page, and read as what they are", async () => {
  const provider = await openStandIn((asked) => {
    const body = JSON.parse(asked.body);
    if (target(asked).endsWith("ListMetrics"))
      return { body: { Metrics: listed[body.Namespace] ?? [] } };
    const isFirst = body.NextToken === undefined;
    const [query] = body.MetricDataQueries;
    return {
      body: {
        MetricDataResults: [
          {
            Id: query.Id,
            Label: query.MetricStat.Metric.MetricName,
            Timestamps: [Date.parse(`2026-11-04T${isFirst ? "09" : "10"}:00:00Z`) / 1000],
            Values: [isFirst ? 40 : 60],
            StatusCode: isFirst ? "PartialData" : "Complete",
          },
        ],
        ...(isFirst && { NextToken: "more" }),
      },
    };
  });
  const { pull, finished } = await openPulling();

  const result = await pull(
    pullOf({
      kind: "aws-cloudwatch",
      region: "eu-west-1",
      account_id: "123456789012",
      base_url: provider.url,
      ...access,
    }),
  );

  // Two hours of tokens of the one model, two samples of the one endpoint's load.
  expect(result).toMatchObject({ rows: 4, added: 4, skipped: 0 });
  expect(finished).toEqual([Date.parse("2026-11-05T10:00:00Z")]);
  const questions = provider.asked.filter((asked) => target(asked).endsWith("GetMetricData"));
  expect(questions).toHaveLength(4);
  expect(JSON.parse(questions[0]?.body ?? "{}")).toMatchObject({
    MetricDataQueries: [
      { MetricStat: { Metric: { MetricName: "InputTokenCount" }, Period: 3600, Stat: "Sum" } },
    ],
  });
});

test("a series that CloudWatch could not read is a failure, not a gap", async () => {
  const provider = await openStandIn((asked) =>
    target(asked).endsWith("ListMetrics")
      ? { body: { Metrics: listed[JSON.parse(asked.body).Namespace] ?? [] } }
      : { body: { MetricDataResults: [{ Id: "m0", StatusCode: "Forbidden", Values: [] }] } },
  );
  const { pull } = await openPulling();

  await expect(
    pull(
      pullOf({ kind: "aws-cloudwatch", region: "eu-west-1", base_url: provider.url, ...access }),
    ),
  ).rejects.toMatchObject({ code: "pull_refused" });
});
