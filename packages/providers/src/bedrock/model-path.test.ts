import { HeadgateError } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bedrockPath, modelInPath, readBedrockPath } from "./model-path.ts";

const arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-v1:0";

test.each([
  ["/bedrock/model/amazon.nova-lite-v1:0/converse", "amazon.nova-lite-v1:0", false],
  ["/bedrock/model/us.anthropic.claude-v1%3A0/converse-stream", "us.anthropic.claude-v1:0", true],
  [`/bedrock/model/${encodeURIComponent(arn)}/invoke`, arn, false],
  ["/bedrock/model/m/invoke-with-response-stream", "m", true],
])("%s names its model", (path, model, stream) => {
  expect(readBedrockPath(path)).toMatchObject({ model, stream });
});

test.each([
  "/bedrock/model/m",
  "/bedrock/model//converse",
  "/bedrock/model/m/converse/",
  "/bedrock/model/m/toString",
  "/bedrock/model/m/async-invoke",
  "/bedrock/model/a/b/converse",
  "/bedrock/model/../converse",
  "/bedrock/model/%2e%2e/converse",
  "/bedrock/model/a%2F..%2Fb/converse",
  "/bedrock/model/a%2f%2fb/converse",
  "/bedrock/model/a%5cb/converse",
  "/bedrock/model/a\\b/converse",
  "/bedrock/model/a%3Fb/converse",
  "/bedrock/model/a;b/converse",
  "/bedrock/model/a%20b/converse",
  "/bedrock/model/a%zz/converse",
  "/bedrock/model/v1%252E%252E/converse",
  "/bedrock/guardrail/g/version/1/apply",
])("%s is no path of a model", (path) => {
  expect(readBedrockPath(path)).toBeUndefined();
  expect(() => bedrockPath(path)).toThrow(HeadgateError);
});

test("another model takes the place of the one in the path, and nothing else changes", () => {
  const id = fc.string({
    minLength: 1,
    maxLength: 30,
    unit: fc.constantFrom("a", "Z", "0", "9", ":", "-", "_"),
  });
  fc.assert(
    fc.property(id, id, fc.constantFrom("", "?a=b"), (from, to, query) => {
      const body = Buffer.from("{}");
      const pathAndQuery = `/bedrock/model/${encodeURIComponent(from)}/converse${query}`;

      const changed = modelInPath({ pathAndQuery, body }, to);

      expect(changed.body).toBe(body);
      expect(changed.pathAndQuery).toBe(
        `/bedrock/model/${encodeURIComponent(to)}/converse${query}`,
      );
      expect(readBedrockPath(changed.pathAndQuery.replace(query, ""))?.model).toBe(to);
    }),
  );
});
