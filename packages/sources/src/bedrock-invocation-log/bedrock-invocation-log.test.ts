import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { BrokenFile } from "../read/file-break.ts";
import type { Found } from "../source.ts";
import {
  attemptFactsSchema,
  attemptsIn,
  fixtureFile,
  readAll,
  sampleOf,
  skipsIn,
  tokensOf,
} from "../source-files.fixture.ts";
import { bedrockInvocationLog } from "./source.ts";

const read = (name: string): Promise<readonly Found[]> =>
  readAll(bedrockInvocationLog, fixtureFile("bedrock-invocation-log", name));

const idOf = (number: number): string =>
  `bedrock_invocation_log:0c0ffee0-0000-4000-8000-${String(number).padStart(12, "0")}`;

describe("records of the S3 tree", () => {
  test("each is one row in the contract's form", async () => {
    const found = await read("s3.jsonl");

    expect(skipsIn(found)).toEqual([]);
    expect(attemptsIn(found).map(({ row_id }) => row_id)).toEqual([1, 2, 3, 4, 5, 6, 7].map(idOf));
    for (const attempt of attemptsIn(found)) attemptFactsSchema.parse(attempt);
    expect(tokensOf(attemptsIn(found))).toEqual({
      input: 10 + 20 + 30 + 4 + 50_000,
      output: 5 + 7 + 11 + 900,
      cache_read: 200 + 400 + 1200,
      cache_write: 0,
      cache_write_5m: 60 + 0,
      cache_write_1h: 40,
    });
  });

  test("who called, from where, for what and which model is kept", async () => {
    const [, converse] = attemptsIn(await read("s3.jsonl"));

    expect(converse).toMatchObject({
      provider: "bedrock",
      wire_format: "bedrock.converse",
      operation: "chat",
      stream: false,
      request_model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      provider_request_id: "0c0ffee0-0000-4000-8000-000000000002",
      account_id: "111122223333",
      region: "us-east-1",
      scope: "geo",
      principal: "arn:aws:sts::111122223333:assumed-role/support-bot/i-0constructed",
      duration_ms: 812,
      started_at_ms: Date.parse("2026-11-02T09:00:02Z"),
      tags: { team: "support", cost_centre: "CC-7", "bedrock.inference_region": "us-west-2" },
      usage: {
        input: 20,
        output: 7,
        cache_read: 200,
        cache_write_5m: 60,
        cache_write_1h: 40,
      },
    });
    expect(converse?.usage_violations).toBeUndefined();
  });

  test("a stream's counts stand four times and count once, whatever users write", async () => {
    const [, , stream] = attemptsIn(await read("s3.jsonl"));

    expect(stream).toMatchObject({
      stream: true,
      scope: "global",
      usage: { input: 30, output: 11, cache_read: 400, cache_write: 0 },
      response_id: "msg_bdrk_constructed_0000003",
      response_model: "claude-sonnet-4-5-20250929",
      duration_ms: 1500,
      time_to_first_token_ms: 300,
    });
    expect(stream?.usage_violations).toBeUndefined();
  });

  test("a call that a guardrail blocked is kept without tokens, with its units", async () => {
    const [, , , blocked] = attemptsIn(await read("s3.jsonl"));

    expect(blocked).toMatchObject({
      usage: {},
      usage_origin: "none",
      outcome: "completed",
      tags: { "bedrock.guardrail": "blocked" },
      raw_usage: {
        guardrail: {
          topicPolicyUnits: 1,
          contentPolicyUnits: 1,
          sensitiveInformationPolicyFreeUnits: 1,
        },
      },
      usage_violations: [
        "topicPolicyUnits 1 is billed by guardrail prices and is not in the usage",
        "contentPolicyUnits 1 is billed by guardrail prices and is not in the usage",
      ],
    });
  });

  test("an error, an embedding, and a body that was moved out are rows too", async () => {
    const [, , , , error, embedding, moved] = attemptsIn(await read("s3.jsonl"));

    expect(error).toMatchObject({
      outcome: "provider_error",
      status: 429,
      usage_origin: "none",
      tags: { "bedrock.error_code": "ThrottlingException" },
    });
    expect(embedding).toMatchObject({ operation: "embeddings", usage: { input: 4 } });
    expect(moved).toMatchObject({
      request_model:
        "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456",
      usage: { input: 50_000, output: 900, cache_read: 1200, cache_write: 0 },
    });
    expect(moved?.scope).toBeUndefined();
  });
});

describe("CloudWatch's layouts", () => {
  test.each([
    ["cloudwatch-subscription.json", [2, 3, 4]],
    ["logs-insights.json", [1, 5]],
    ["logs-insights-console.json", [6]],
    ["logs-insights.csv", [2, 4]],
    ["filter-log-events.json", [1]],
    ["export-task.txt", [3, 4, 5]],
  ])("%s holds the same calls under the same ids", async (name, numbers) => {
    const found = await read(name);
    const all = attemptsIn(await read("s3.jsonl"));

    expect(skipsIn(found)).toEqual([]);
    expect(attemptsIn(found).map(({ row_id }) => row_id)).toEqual(numbers.map(idOf));
    for (const attempt of attemptsIn(found)) expect(all).toContainEqual(attempt);
  });

  test("overlapping exports are 17 events of 7 calls", async () => {
    const names = [
      "s3.jsonl",
      "cloudwatch-subscription.json",
      "logs-insights.json",
      "logs-insights-console.json",
      "filter-log-events.json",
      "export-task.txt",
    ];
    const events = (await Promise.all(names.map(read))).flatMap(attemptsIn);
    const calls = new Map(events.map((attempt) => [attempt.row_id, attempt]));

    expect([events.length, calls.size]).toEqual([17, 7]);
    expect(tokensOf([...calls.values()]).input).toBe(50_064);
  });

  test("what a subscription hands to a function is gzip in base64, alone or in its event", async () => {
    const subscription = await wholeText("cloudwatch-subscription.json");
    const data = gzipSync(subscription).toString("base64");

    for (const content of [data, JSON.stringify({ awslogs: { data } })]) {
      const found = await readAll(bedrockInvocationLog, memoryFile("event", content));
      expect(attemptsIn(found)).toHaveLength(3);
      expect(bedrockInvocationLog.detect(sampleOf("event", content))).toBe("likely");
    }
  });

  test("payloads of a subscription one a line are all read, and so is one over several lines", async () => {
    const data = gzipSync(await wholeText("cloudwatch-subscription.json")).toString("base64");
    // `kinesis get-records | jq -r '.Records[].Data'`, and what `base64` writes, which breaks lines.
    const wrapped = data.replace(/.{76}/g, "$&\n");

    const found = await readAll(
      bedrockInvocationLog,
      memoryFile("event", `${data}\n${wrapped}\nnothing==\n\r\n${data}\r\n`),
    );

    expect(attemptsIn(found)).toHaveLength(9);
    const line = wrapped.split("\n").length + 2;
    expect(skipsIn(found)).toEqual([`event:${line}: row_malformed`]);
  });

  test("a stream to S3 puts messages behind each other without a line's end", async () => {
    const subscription = await wholeText("cloudwatch-subscription.json");
    const control = {
      messageType: "CONTROL_MESSAGE",
      logEvents: [{ message: "CWL CONTROL MESSAGE" }],
    };

    const found = await readAll(
      bedrockInvocationLog,
      memoryFile("firehose", subscription + JSON.stringify(control) + subscription),
    );

    expect(attemptsIn(found)).toHaveLength(6);
    expect(skipsIn(found)).toEqual(["firehose:1: not_a_call"]);
  });
});

describe("bad input", () => {
  test("what is broken costs itself and is told with its place", async () => {
    const [line = ""] = (await wholeText("s3.jsonl")).split("\n");
    const content = [
      line,
      line.slice(0, 150),
      line.replace("2026-11-02T09:00:01Z", "yesterday"),
      '{"schemaType":"SomethingElse"}',
      line,
      line.slice(0, 200),
    ].join("\n");

    const found = await readAll(bedrockInvocationLog, memoryFile("log.json", content));

    expect(attemptsIn(found)).toHaveLength(2);
    expect(skipsIn(found)).toEqual([
      "log.json:2: row_malformed",
      "log.json:3: time_unreadable",
      "log.json:4: not_a_call",
      "log.json:6: row_cut_short",
    ]);
  });

  test("lists within lists are no records, however deep", async () => {
    const deep = `{"events":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;

    expect(skipsIn(await readAll(bedrockInvocationLog, memoryFile("x.json", deep)))).toEqual([
      "x.json:1: not_a_call",
    ]);
  });

  test("rows of Logs Insights that have no message are told", async () => {
    const row = [
      { field: "schemaType", value: "ModelInvocationLog" },
      { field: "modelId", value: "x" },
    ];
    const content = JSON.stringify({ results: [row, row] });

    expect(skipsIn(await readAll(bedrockInvocationLog, memoryFile("x.json", content)))).toEqual([
      "x.json:1: not_a_call",
      "x.json:1: not_a_call",
    ]);
  });

  test("packed data that is no gzip is told", async () => {
    const found = await readAll(bedrockInvocationLog, memoryFile("x", `H4sI${"A".repeat(40)}`));

    expect(skipsIn(found)).toEqual(["x:1: row_malformed"]);
  });

  test("packed data in a file that breaks off is told, and ends nothing else", async () => {
    const data = gzipSync(await wholeText("cloudwatch-subscription.json")).toString("base64");
    const broken = {
      ...memoryFile("x.gz", data),
      async *open() {
        yield Buffer.from(data);
        throw new BrokenFile("The gzip is broken.");
      },
    };

    expect(skipsIn(await readAll(bedrockInvocationLog, broken))).toEqual(["x.gz: file_unreadable"]);
  });

  test("a record without a request id has one of its content", async () => {
    const [line = ""] = (await wholeText("s3.jsonl")).split("\n");
    const nameless = line.replace(/"requestId":"[^"]*",/, "");

    const found = await readAll(
      bedrockInvocationLog,
      memoryFile("log.json", `${nameless}\n${nameless}`),
    );

    const ids = attemptsIn(found).map(({ row_id }) => row_id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^bedrock_invocation_log:[0-9a-f]{32}$/);
  });

  test("bodies that were moved out of the log are named, not read", async () => {
    const name =
      "AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/11/02/09/data/0c0ffee0_input.json.gz";

    expect(bedrockInvocationLog.detect(sampleOf(name, "{}"))).toBe("certain");
    expect(skipsIn(await readAll(bedrockInvocationLog, memoryFile(name, "{}")))).toEqual([
      `${name}: not_a_call`,
    ]);
  });

  test("another log of CloudWatch is none of Bedrock's", () => {
    const other = JSON.stringify({
      messageType: "DATA_MESSAGE",
      logEvents: [{ message: "started" }],
    });

    expect(bedrockInvocationLog.detect(sampleOf("x.json", other))).toBeUndefined();
    expect(bedrockInvocationLog.detect(sampleOf("x.txt", "plain text"))).toBeUndefined();
  });
});

async function wholeText(name: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of fixtureFile("bedrock-invocation-log", name).open()) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

test("what was used beside the answer is in its row, piece by piece", async () => {
  const usage = {
    input_tokens: 2400,
    output_tokens: 130,
    iterations: [
      { type: "message", input_tokens: 1100, output_tokens: 90 },
      { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 2600, output_tokens: 700 },
      { type: "message", input_tokens: 1300, output_tokens: 40 },
    ],
  };
  const record = {
    schemaType: "ModelInvocationLog",
    timestamp: "2026-11-02T09:00:00Z",
    requestId: "0c0ffee0-0000-4000-8000-00000000000a",
    operation: "InvokeModel",
    modelId: "us.anthropic.claude-sonnet-4-6",
    output: { outputBodyJson: { id: "msg_1", model: "claude-sonnet-4-6", usage } },
  };
  const log = memoryFile("x.json", JSON.stringify(record));

  expect(attemptsIn(await readAll(bedrockInvocationLog, log))).toMatchObject([
    {
      usage: { input: 1300, output: 40 },
      other_usage: [
        { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } },
        { model: "claude-opus-4-8", usage: { input: 2600, output: 700 } },
      ],
    },
  ]);
});
