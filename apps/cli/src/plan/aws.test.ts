import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import type { ScheduledScaling } from "@headgate/contract";
import { readAwsPriceList } from "@headgate/planner";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { applySchedules } from "./apply-schedules.ts";
import { askAwsPrices } from "./ask-aws-prices.ts";
import { askConsent, consentPhrase } from "./consent.ts";

type Asked = Readonly<{ target: string; body: Record<string, unknown> }>;
let asked: Asked[] = [];
let answer: (asked: Asked) => Readonly<{ status?: number; body: unknown }> = () => ({ body: {} });

/** Stands in for AWS's JSON services. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const target = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const one = { target, body: JSON.parse(Buffer.concat(chunks).toString() || "{}") };
    asked.push(one);
    const { status = 200, body } = answer(one);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
});
let endpoint: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("AWS_ACCESS_KEY_ID", "constructed");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "constructed");
});
afterEach(() => {
  asked = [];
  answer = () => ({ body: {} });
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
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
  const result = await applySchedules([schedule()], { endpoint });

  expect(asked.map(({ target }) => target)).toEqual([
    "DescribeScalableTargets",
    "RegisterScalableTarget",
    "PutScheduledAction",
    "PutScheduledAction",
  ]);
  expect(asked[1]?.body).toMatchObject({ MinCapacity: 2, MaxCapacity: 2 });
  expect(asked[2]?.body).toMatchObject({
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
  answer = ({ target }) => {
    if (target === "DescribeScalableTargets")
      return { body: { ScalableTargets: [{ MinCapacity: 1 }] } };
    return { status: 400, body: { __type: "ValidationException", message: "no such component" } };
  };
  const group = schedule({
    machine: "trainers",
    target: { kind: "auto_scaling_group", group: "g" },
  });
  const result = await applySchedules([schedule(), group], { endpoint });

  expect(asked.map(({ target }) => target)).not.toContain("RegisterScalableTarget");
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
  answer = ({ body }) =>
    body.NextToken === undefined
      ? { body: { PriceList: [product("g5.xlarge", "1.1230000000")], NextToken: "more" } }
      : { body: { PriceList: [product("g5.xlarge", "0.0000000000")] } };
  const done: number[] = [];
  const products = await askAwsPrices({
    skus: ["g5.xlarge"],
    region: "eu-west-1",
    endpoint,
    progress: (count) => done.push(count),
  });

  expect(readAwsPriceList(products).rows).toMatchObject([
    { sku: "g5.xlarge", region: "eu-west-1", term: "on_demand", dollarsPerHour: "1.123" },
  ]);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.body.Filters).toContainEqual({
    Type: "TERM_MATCH",
    Field: "operatingSystem",
    Value: "Linux",
  });
  expect(done).toEqual([1]);
});

test("refused credentials say what right is missing", async () => {
  answer = () => ({ status: 400, body: { __type: "AccessDeniedException", message: "no" } });
  const refused = askAwsPrices({
    skus: ["g5.xlarge"],
    region: "x",
    endpoint,
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
