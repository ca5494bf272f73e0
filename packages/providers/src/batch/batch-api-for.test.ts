import { providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { isBatchMarker } from "./batch-api.ts";
import { batchApiFor } from "./batch-api-for.ts";
import { batchRequest } from "./batch-request.ts";

const deps = { send: () => Promise.reject(new Error("nothing is sent")), nowMs: Date.now };
const batch = {
  role_arn: "arn:aws:iam::123456789012:role/batch",
  input: "s3://requests/a",
  output: "s3://answers.of.ours/b/",
};
const bedrock = {
  kind: "bedrock",
  region: "eu-central-1",
  aws_credentials: { access_key_id: "AKIDEXAMPLE", secret_access_key: "constructed" },
  batch,
};
const supportOf = (config: unknown) => batchApiFor(providerConfigSchema.parse(config), deps);

test.each([
  [{ kind: "openai", base_url: "https://api.openai.com/v1" }, true],
  [{ kind: "openai-compatible", base_url: "https://api.groq.com/openai/v1" }, true],
  [{ kind: "openai-compatible", base_url: "https://api.together.ai/v1" }, false],
  [{ kind: "openai-compatible", base_url: "http://localhost/v1", batches: "openai" }, true],
  [
    { kind: "openai-compatible", base_url: "https://api.groq.com/openai/v1", batches: "none" },
    false,
  ],
  [{ kind: "anthropic", base_url: "https://api.anthropic.com" }, true],
  [bedrock, true],
  [{ kind: "bedrock", region: "us-east-1" }, false],
  [{ kind: "gemini" }, false],
])("a provider has batches or a reason why not: %j", (config, isSupported) => {
  const support = supportOf(config);

  expect(support.kind).toBe(isSupported ? "supported" : "unsupported");
  if (support.kind === "unsupported") expect(support.reason).toMatch(/\.$/);
});

test("an account's own quota of records is a limit of Bedrock's batches", () => {
  const support = supportOf({ ...bedrock, batch: { ...batch, least_records: 7, most_records: 9 } });

  expect(support.kind === "supported" && support.api.limits).toMatchObject({
    leastRequests: 7,
    requests: 9,
  });
});

test.each([
  ["requests", "/a/x.jsonl", "https://requests.s3.eu-central-1.amazonaws.com", "/a/x.jsonl"],
  ["answers.of.ours", "/b", "https://s3.eu-central-1.amazonaws.com", "/answers.of.ours/b"],
])(
  "a bucket is asked at its own host unless TLS would not take its name: %s",
  (bucket, path, origin, sent) => {
    const provider = providerConfigSchema.parse(bedrock);

    const request = batchRequest(provider, {
      method: "GET",
      service: "s3",
      bucket,
      path,
      headers: {},
    });

    expect([request.origin, request.path]).toEqual([origin, sent]);
    expect(request.headers["x-amz-content-sha256"]).toBe("UNSIGNED-PAYLOAD");
    expect(request.headers.authorization).toContain("/eu-central-1/s3/aws4_request");
  },
);

test("Bedrock's control plane is signed for Bedrock, and a fixed key signs nothing", () => {
  const provider = providerConfigSchema.parse(bedrock);
  const path = "/model-invocation-jobs";
  const asked = { method: "GET", service: "bedrock-control", path, headers: {} } as const;

  const { origin, headers } = batchRequest(provider, asked);

  expect(origin).toBe("https://bedrock.eu-central-1.amazonaws.com");
  expect(headers.authorization).toContain("/eu-central-1/bedrock/aws4_request");
  expect(() => batchRequest(provider, asked, { kind: "bearer", token: "t" })).toThrow("signed");
});

test.each([
  ["hg-0199abc-1", true],
  ["a".repeat(60), true],
  ["a".repeat(61), false],
  ["a_b", false],
  ["a--b", false],
  ["-a", false],
  ["", false],
])("a marker is what every provider keeps unchanged: %s %s", (text, isOne) => {
  expect(isBatchMarker(text)).toBe(isOne);
});
