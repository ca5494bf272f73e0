import { expect, test } from "vitest";
import { HeadgateError } from "../errors.ts";
import { parseConfig } from "./parse-config.ts";
import { fixedThreshold, semanticCacheSchema } from "./semantic-cache.ts";

const policy = (...lines: readonly string[]): string =>
  [
    "policies:",
    "  - name: faq",
    "    semantic_cache:",
    ...lines.map((line) => `      ${line}`),
  ].join("\n");

function faultOf(text: string): string {
  try {
    parseConfig(text, {}, "headgate.yaml");
  } catch (error) {
    if (error instanceof HeadgateError) return error.message;
    throw error;
  }
  throw new Error("the configuration was accepted");
}

test("near questions are off unless said, and then at a cosine of 0.95; strict is 0.98", () => {
  const read = (policy: unknown) => semanticCacheSchema.parse(policy);

  expect(read({})).toEqual({ mode: "off", max_wait_ms: 500 });
  expect(fixedThreshold(read({}))).toBe(0.95);
  expect(fixedThreshold(read({ threshold: "strict" }))).toBe(0.98);
  expect(fixedThreshold(read({ max_wrong_share: 0.05 }))).toBeUndefined();
});

test.each([
  [
    "both measures at once",
    policy("threshold: 0.9", "max_wrong_share: 0.05"),
    "headgate.yaml:5:7 policies.0.semantic_cache.max_wrong_share: say either threshold or max_wrong_share",
  ],
  [
    "no memory for the answers",
    `${policy("mode: on")}\ncaches: { exact: { max_bytes: 0 } }`,
    `policies.0.semantic_cache.mode: "on" needs caches.exact.max_bytes above 0`,
  ],
  [
    "no memory for the questions",
    `${policy("mode: shadow")}\ncaches: { semantic: { max_bytes: 0 } }`,
    `policies.0.semantic_cache.mode: "shadow" needs caches.semantic.max_bytes above 0`,
  ],
  [
    "a cosine that is near to nothing",
    policy("threshold: 0.5"),
    "policies.0.semantic_cache.threshold",
  ],
])("a policy with %s is refused, and where it stands", (_what, text, fault) => {
  expect(faultOf(text)).toContain(fault);
});
