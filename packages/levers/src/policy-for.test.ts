import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { policyFor } from "./policy-for.ts";

const { policies } = configSchema.parse({
  policies: [
    { name: "never", match: { team: "legal" }, exact_cache: { when: "never" } },
    {
      name: "faq",
      match: { team: "support*", model: "gpt-*", key: "bot", operation: "chat" },
      exact_cache: { namespace: "faq" },
    },
  ],
});
const subject = {
  attribution: { team: "support-eu" },
  keyName: "bot",
  model: "gpt-5",
  operation: "chat" as const,
};

test.each([
  [subject, "faq", "deterministic"],
  [{ ...subject, model: "claude" }, "default", "deterministic"],
  [{ ...subject, model: undefined }, "default", "deterministic"],
  [{ ...subject, operation: "embeddings" as const }, "default", "deterministic"],
  [{ ...subject, attribution: { team: "legal" } }, "default", "never"],
  [{ ...subject, attribution: {} }, "default", "deterministic"],
])("the first policy that fits holds: %j", (asked, namespace, when) => {
  expect(policyFor(policies, asked).exact_cache).toMatchObject({ namespace, when });
});

test("two policies of one name are refused", () => {
  const twice = configSchema.safeParse({ policies: [{ name: "a" }, { name: "a" }] });

  expect(twice.error?.issues[0]?.message).toBe('another policy is named "a"');
});
