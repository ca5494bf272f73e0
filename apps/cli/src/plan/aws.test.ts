import { PassThrough } from "node:stream";
import type { ScheduledScaling } from "@headgate/contract";
import { readAwsPriceList } from "@headgate/planner";
import { expect, test } from "vitest";
import { applySchedules } from "./apply-schedules.ts";
import { askAwsPrices } from "./ask-aws-prices.ts";
import { awsStandIn } from "./aws-stand-in.fixture.ts";
import { askConsent, consentPhrase } from "./consent.ts";

const aws = awsStandIn();
/** What was asked of AWS's JSON services, by the operation. */
const asked = () =>
  aws.asked().map(({ headers, body }) => ({
    target: String(headers["x-amz-target"]).split(".").at(-1) ?? "",
    body: JSON.parse(body) as Record<string, unknown>,
  }));
const answers = (
  by: (one: ReturnType<typeof asked>[number]) => Readonly<{ status?: number; body: unknown }>,
): void =>
  aws.answers(() => {
    const { body, ...rest } = by(asked().at(-1) as ReturnType<typeof asked>[number]);
    return { ...rest, body: JSON.stringify(body) };
  });

const schedule = (change: Partial<ScheduledScaling> = {}): ScheduledScaling => ({
  machine: "chat",
  region: "us-east-1",
  time_zone: "UTC",
  target: { kind: "sagemaker_inference_component", component: "chat" },
  usual: 2,
  least: 0,
  actions: [
    { name: "chat-down", minute: 0, hour: 18, days: [0, 1], machines: 0 },
    { name: "chat-up", minute: 50, hour: 7, days: [1, 2], machines: 2 },
  ],
  ...change,
});

test("a target that is not registered is registered with today's number, then its actions are set", async () => {
  const result = await applySchedules([schedule()], { endpoint: aws.endpoint() });

  expect(asked().map(({ target }) => target)).toEqual([
    "DescribeScalableTargets",
    "RegisterScalableTarget",
    "PutScheduledAction",
    "PutScheduledAction",
  ]);
  expect(asked()[1]?.body).toMatchObject({ MinCapacity: 2, MaxCapacity: 2 });
  expect(asked()[2]?.body).toMatchObject({
    ServiceNamespace: "sagemaker",
    ResourceId: "inference-component/chat",
    ScheduledActionName: "chat-down",
    Schedule: "cron(0 18 ? * MON,TUE *)",
    Timezone: "UTC",
    ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 },
  });
  expect(result).toEqual({
    applied: [
      { machine: "chat", action: "registered" },
      { machine: "chat", action: "chat-down" },
      { machine: "chat", action: "chat-up" },
    ],
    left: [],
  });
});

test("a registered target keeps its bounds; what AWS refuses and what it does not keep is told", async () => {
  answers(({ target }) => {
    if (target === "DescribeScalableTargets")
      return { body: { ScalableTargets: [{ MinCapacity: 1 }] } };
    return { status: 400, body: { __type: "ValidationException", message: "no such component" } };
  });
  const group = schedule({
    machine: "trainers",
    target: { kind: "auto_scaling_group", group: "g" },
  });
  const result = await applySchedules([schedule(), group], { endpoint: aws.endpoint() });

  expect(asked().map(({ target }) => target)).not.toContain("RegisterScalableTarget");
  expect(result.applied).toEqual([]);
  expect(result.left).toMatchObject([
    { machine: "chat", reason: "ValidationException: no such component" },
    { machine: "trainers", reason: expect.stringContaining("does not keep it") },
  ]);
});

test("prices are asked for machine by machine and page by page, of Linux and shared machines alone", async () => {
  const product = (sku: string, usd: string) =>
    JSON.stringify({
      product: { attributes: { instanceType: sku, regionCode: "eu-west-1" } },
      terms: {
        OnDemand: { a: { priceDimensions: { d: { unit: "Hrs", pricePerUnit: { USD: usd } } } } },
      },
    });
  answers(({ body }) =>
    body.NextToken === undefined
      ? { body: { PriceList: [product("g5.xlarge", "1.1230000000")], NextToken: "more" } }
      : { body: { PriceList: [product("g5.xlarge", "0.0000000000")] } },
  );
  const done: number[] = [];
  const products = await askAwsPrices({
    skus: ["g5.xlarge"],
    region: "eu-west-1",
    endpoint: aws.endpoint(),
    progress: (count) => done.push(count),
  });

  expect(readAwsPriceList(products).rows).toMatchObject([
    { sku: "g5.xlarge", region: "eu-west-1", term: "on_demand", dollarsPerHour: "1.123" },
  ]);
  expect(asked()).toHaveLength(2);
  expect(asked()[0]?.body.Filters).toContainEqual({
    Type: "TERM_MATCH",
    Field: "operatingSystem",
    Value: "Linux",
  });
  expect(done).toEqual([1]);
});

test("of SageMaker's machines the hours of endpoints are asked for", async () => {
  answers(() => ({ body: { PriceList: [] } }));
  await askAwsPrices({
    skus: ["ml.g5.xlarge"],
    region: "eu-west-1",
    endpoint: aws.endpoint(),
    progress: () => undefined,
  });

  expect(asked()[0]?.body).toMatchObject({
    ServiceCode: "AmazonSageMaker",
    Filters: [
      { Field: "instanceName", Value: "ml.g5.xlarge" },
      { Field: "regionCode", Value: "eu-west-1" },
      { Field: "component", Value: "Hosting" },
    ],
  });
});

test("refused credentials say what right is missing", async () => {
  answers(() => ({ status: 400, body: { __type: "AccessDeniedException", message: "no" } }));
  const refused = askAwsPrices({
    skus: ["g5.xlarge"],
    region: "x",
    endpoint: aws.endpoint(),
    progress: () => undefined,
  });

  await expect(refused).rejects.toThrow("pricing:GetProducts");
});

test("consent is typed with the number of schedules, on a terminal or by a flag, and nothing else counts", async () => {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  output.resume();
  expect(consentPhrase(2)).toBe("apply 2 schedules");

  const input = terminal();
  input.write("apply 2 schedules\n");
  await expect(askConsent(2, undefined, { input, output })).resolves.toBeUndefined();
  const hasty = terminal();
  hasty.write("yes\n");
  await expect(askConsent(2, undefined, { input: hasty, output })).rejects.toThrow(
    "Nothing was applied",
  );
  const pipe = new PassThrough();
  await expect(askConsent(1, undefined, { input: pipe, output })).rejects.toThrow(
    '--consent "apply 1 schedule"',
  );
  await expect(askConsent(1, "apply 1 schedule", { input: pipe, output })).resolves.toBeUndefined();
});
