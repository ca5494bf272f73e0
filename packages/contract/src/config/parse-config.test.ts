import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { HeadgateError } from "../errors.ts";
import { configFromEnvironment, withEnvironmentOverrides } from "./environment-config.ts";
import { parseConfig } from "./parse-config.ts";
import { configSchema } from "./schema.ts";

const faultsOf = (text: string, environment: Record<string, string> = {}): string => {
  try {
    parseConfig(text, environment, "headgate.yaml");
  } catch (error) {
    if (error instanceof HeadgateError && error.code === "config_invalid") return error.message;
    throw error;
  }
  throw new Error("the configuration was accepted");
};

test("an empty file is the defaults", () => {
  const config = parseConfig("", {}, "headgate.yaml");

  expect(config.listen).toEqual({ host: "127.0.0.1", port: 4100 });
  expect(config.spool.durability).toBe("process");
});

test("secrets come from the environment, with a default where the file gives one", () => {
  const config = parseConfig(
    [
      "providers:",
      "  openai:",
      "    kind: openai",
      "    base_url: ${BASE:-https://api.openai.com/v1}",
      "    api_key: ${OPENAI_API_KEY}",
    ].join("\n"),
    { OPENAI_API_KEY: "sk-test" },
    "headgate.yaml",
  );

  expect(config.providers.openai?.api_key).toBe("sk-test");
  expect(config.providers.openai?.base_url).toBe("https://api.openai.com/v1");
});

test("every fault is told with its line and path, all of them at once", () => {
  const message = faultsOf(
    [
      "listen:",
      "  port: high",
      "providers:",
      "  openai:",
      "    kind: openia",
      "    api_key: ${NOT_THERE}",
      "  mirror:",
      "    kind: openai",
      "    base_url: ftp://api.openai.com",
    ].join("\n"),
  );

  expect(message).toContain("headgate.yaml:2:3 listen.port:");
  expect(message).toContain("headgate.yaml:5:5 providers.openai.kind:");
  expect(message).toContain(
    "headgate.yaml:6:5 providers.openai.api_key: the environment has no variable NOT_THERE",
  );
  expect(message).toContain("headgate.yaml:9:5 providers.mirror.base_url:");
});

test("a member that the schema does not know is a fault, not ignored", () => {
  expect(faultsOf("limits:\n  max_body_bites: 5\n")).toContain("max_body_bites");
});

test("a model that leads to a provider that is not there is a fault with its place", () => {
  const message = faultsOf("models:\n  fast: [openai/gpt-4o-mini]\n");

  expect(message).toContain('headgate.yaml:2:10 models.fast.0: no provider "openai" is configured');
});

test("text that is not YAML is told with its line", () => {
  expect(faultsOf("listen: {port: 1\nproviders: ]")).toMatch(/headgate\.yaml:\d+:\d+: /);
});

test("a message about a fault never holds a secret's value", () => {
  const message = faultsOf("admin_key: ${KEY}\n", { KEY: "short-secret" });

  expect(message).toContain("admin_key");
  expect(message).not.toContain("short-secret");
});

test("provider keys in the environment are a configuration; without any there is none", () => {
  expect(configFromEnvironment({})).toBeUndefined();
  const config = configFromEnvironment({ ANTHROPIC_API_KEY: "sk-ant" });
  expect(Object.keys(config?.providers ?? {})).toEqual(["anthropic"]);
});

test("Gemini's key needs no address, and Vertex's address follows from its location", () => {
  const gemini = configFromEnvironment({ GEMINI_API_KEY: "AIza" })?.providers.gemini;
  const vertex = (location: string): unknown =>
    configSchema.parse({ providers: { v: { kind: "vertex", project: "acme", location } } })
      .providers.v?.base_url;

  expect(gemini?.base_url).toBe("https://generativelanguage.googleapis.com");
  expect(vertex("europe-west1")).toBe("https://europe-west1-aiplatform.googleapis.com");
  expect(vertex("global")).toBe("https://aiplatform.googleapis.com");
  expect(() => vertex("attacker.example/")).toThrow("expected a location");
});

test("the environment's host and port win over the file's, and a port that is none is refused", () => {
  const config = parseConfig("listen: { port: 5000 }", {}, "headgate.yaml");

  expect(withEnvironmentOverrides(config, { HEADGATE_PORT: "6000" }).listen.port).toBe(6000);
  expect(() => withEnvironmentOverrides(config, { HEADGATE_PORT: "sixty" })).toThrow(HeadgateError);
});

test("the published JSON Schema is the one that the file is checked with", () => {
  const file = new URL("../../../../docs/reference/headgate.schema.json", import.meta.url);
  const published: unknown = JSON.parse(readFileSync(file, "utf8"));

  expect(published).toEqual(z.toJSONSchema(configSchema, { io: "input" }));
});

const bedrock = (...lines: readonly string[]): string =>
  ["providers:", "  aws:", "    kind: bedrock", ...lines.map((line) => `    ${line}`)].join("\n");

test("Bedrock's address follows from its region, unless the file names another", () => {
  const derived = parseConfig(bedrock("region: eu-central-1"), {}, "headgate.yaml");
  const named = parseConfig(
    bedrock("region: us-gov-west-1", "base_url: https://vpce-1.example.com"),
    {},
    "headgate.yaml",
  );

  expect(derived.providers.aws?.base_url).toBe(
    "https://bedrock-runtime.eu-central-1.amazonaws.com",
  );
  expect(named.providers.aws?.base_url).toBe("https://vpce-1.example.com");
  expect(configSchema.parse(derived)).toEqual(derived);
});

test("Bedrock takes one kind of credential, and a region that can be one", () => {
  const twice = faultsOf(bedrock("region: us-east-1", "api_key: abc", "aws_profile: dev"));

  expect(twice).toContain("headgate.yaml:2:3 providers.aws: api_key, aws_credentials and");
  expect(faultsOf(bedrock("region: attacker.example/"))).toContain("providers.aws.region:");
});

test("a configuration that was read is taken again as it is: it is handed on to processes", () => {
  const config = parseConfig(
    `budgets:
  - { name: a, limit: "5", window: { rolling: "24h" } }
  - { name: b, limit: "5", window: { every: "7d", from: "2026-01-05T00:00:00Z" } }
  - { name: c, limit: "8", measure: concurrency }
`,
    {},
    "headgate.yaml",
  );

  expect(configSchema.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

test.each([
  ['{ name: a, limit: "5" }', "budgets.0.window: dollars need a window"],
  [
    "{ name: a, limit: 5, window: day }",
    'budgets.0.limit: expected a number in quotes, e.g. "500"',
  ],
  ['{ name: a, limit: "0.00", window: day }', "budgets.0.limit: expected more than nothing"],
  [
    '{ name: a, limit: "1.5", measure: tokens, window: day }',
    "budgets.0.limit: tokens are counted in whole numbers",
  ],
  [
    '{ name: a, limit: "5", window: { rolling: "2y" } }',
    'budgets.0.window.rolling: expected a time such as "90m", "24h" or "7d"',
  ],
  [
    '{ name: a, limit: "5", window: day, time_zone: Mars/Olympus }',
    "budgets.0.time_zone: expected a time zone",
  ],
  [
    '{ name: a, limit: "5", window: day, at_limit: step_down }',
    "budgets.0.step_down_to: a step down names its model",
  ],
  [
    '{ name: a, limit: "5", window: day, at_limit: step_down, step_down_to: nobody/m }',
    'budgets.0.step_down_to: no provider "nobody" is configured',
  ],
  [
    '{ name: a, limit: "5", window: day, notify: [ops] }',
    'budgets.0.notify.0: no notifier "ops" is configured',
  ],
  ['{ name: a, limit: "5", window: day, alert_at: ["1.5"] }', "expected a share above 0"],
  ['{ name: a, limit: "5", window: day, per: [planet] }', "budgets.0.per.0"],
])("the budget %s is refused: %s", (budget, fault) => {
  expect(() => parseConfig(`budgets:\n  - ${budget}\n`, {}, "headgate.yaml")).toThrow(fault);
});

test("two budgets of one name are refused by the second one's place", () => {
  const budget = '{ name: a, limit: "5", window: day }';

  expect(() => parseConfig(`budgets:\n  - ${budget}\n  - ${budget}\n`, {}, "h.yaml")).toThrow(
    'h.yaml:3:7 budgets.1.name: two budgets are named "a"',
  );
});

test("an alarm on a budget that is not configured is refused by its place", () => {
  const alarm = '{ name: a, on: budget, budget: nobody, above: "0.8" }';

  expect(() => parseConfig(`alarms:\n  - ${alarm}\n`, {}, "h.yaml")).toThrow(
    'alarms.0.budget: no budget "nobody" is configured',
  );
});
