import { parseConfig } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { editPolicies } from "./edit-policies.ts";
import { PoliciesNotEditedError } from "./nothing-else-changed.ts";

const edit = {
  scope: { model: "gpt-5", feature: "faq", operation: "chat" as const },
  patch: { exact_cache: { when: "always" } },
  name: "faq, cached",
};
const before = `# Ours.
providers:
  openai: { kind: openai, base_url: "https://api.openai.com/v1", api_key: "\${KEY}" } # by the platform team
policies:
  # What legal asks is asked anew.
  - name: legal
    match: { team: legal }
    exact_cache:
      when: never   # as agreed
  - name: faq
    match:
      feature: "faq*"
    output:
      max_tokens: learned

# Where we listen.
listen:
  port: 4100
`;
const read = (text: string) => parseConfig(text, { KEY: "k" }, "headgate.yaml");

test("all but the policies stands as it was, comments included, and the rest is told by a diff", () => {
  const { text, diff } = editPolicies(before, edit);

  const [head, tail] = [
    before.slice(0, before.indexOf("policies:")),
    before.slice(before.indexOf("listen:")),
  ];
  expect(text.startsWith(head)).toBe(true);
  expect(text.endsWith(tail)).toBe(true);
  expect(text).toContain("# What legal asks is asked anew.");
  expect(text.indexOf("# What legal asks")).toBeGreaterThan(text.indexOf("faq, cached"));
  expect(text).toContain("# as agreed");
  expect(text).toContain("# Where we listen.");
  expect(diff).toContain("+  - name: faq, cached\n");
  expect(diff).not.toContain("KEY");
  expect(
    read(text).policies.map(({ name, match, exact_cache: { when }, output }) => [
      name,
      match,
      when,
      output.max_tokens,
    ]),
  ).toEqual([
    // What legal asks of it stays with legal.
    [
      "faq, cached",
      { team: "legal", model: "gpt-5", feature: "faq", operation: "chat" },
      "always",
      undefined,
    ],
    ["legal", { team: "legal" }, "never", undefined],
    ["faq, cached (2)", { model: "gpt-5", feature: "faq", operation: "chat" }, "always", "learned"],
    ["faq", { feature: "faq*" }, "deterministic", "learned"],
  ]);
});

test("the same change again changes nothing more", () => {
  const once = editPolicies(before, edit).text;

  expect(read(editPolicies(once, edit).text)).toEqual(read(once));
});

test.each([
  ["an empty file", ""],
  ["a file without policies", "listen:\n  port: 4100"],
  ["an empty list", "policies: []\nlisten: { port: 4100 }\n"],
  ["JSON", '{"listen": {"port": 4100}, "policies": [{"name": "faq"}]}'],
])("%s takes a policy too", (_, text) => {
  const edited = read(editPolicies(text, edit).text);

  expect(edited.listen).toEqual(read(text).listen);
  expect(edited.policies[0]).toMatchObject({
    name: "faq, cached",
    exact_cache: { when: "always" },
  });
});

test("whatever stands around the policies stays byte for byte", () => {
  const line = fc.constantFrom("# a comment", "", "limits: { max_body_bytes: 1000 }", "caches: {}");
  fc.assert(
    fc.property(fc.uniqueArray(line), fc.uniqueArray(line), (above, below) => {
      const rest = below.filter((one) => !above.includes(one) || one.startsWith("#") || one === "");
      const text = [...above, "policies:", "  - name: one", ...rest, "listen: {}", ""].join("\n");
      const edited = editPolicies(text, edit).text;

      expect(edited.startsWith(text.slice(0, text.indexOf("policies:")))).toBe(true);
      expect(edited.endsWith("\nlisten: {}\n")).toBe(true);
      for (const one of rest) expect(edited).toContain(one);
      expect(() => read(edited)).not.toThrow();
    }),
  );
});

test.each([
  [
    "a policy shares with another by an anchor",
    `policies:
  - { name: faq, match: { feature: faq, model: gpt-5, operation: chat }, exact_cache: &c { when: never } }
  - { name: legal, match: { team: legal }, exact_cache: *c }
`,
  ],
  [
    "a policy shares with another by a merge",
    `policies:
  - name: faq
    match: { feature: faq }
    exact_cache: &c { when: never }
  - name: legal
    match: { team: legal }
    exact_cache: { <<: *c, ttl_minutes: 5 }
`,
  ],
  [
    "a policy takes from elsewhere in the file",
    `limits: &limits { max_body_bytes: 1000 }
policies:
  - { name: faq, match: { feature: faq }, output: *limits }
`,
  ],
  [
    "the file takes from a policy",
    `policies:
  - { name: faq, match: &m { feature: faq }, output: { max_tokens: learned } }
tags: *m
`,
  ],
  [
    "all policies stand elsewhere in the file",
    `kept: &kept
  - { name: faq, match: { feature: faq } }
policies: *kept
`,
  ],
])("what %s is left to people: a change would reach further than it shows", (_, text) => {
  expect(() => editPolicies(text, edit)).toThrow(PoliciesNotEditedError);
});

test("anchors outside the policies are no concern of theirs", () => {
  const text = `limits: &l { max_body_bytes: 1000 }\nmore: *l\npolicies:\n  - { name: faq }\n`;

  expect(editPolicies(text, edit).text).toContain("more: *l\npolicies:");
});

test.each([
  ["nothing", "policies: # none yet\nlisten: {}\n"],
  ["an empty list", "policies: [] # none yet\nlisten: {}\n"],
  ["nothing, at the end of the file", "listen: {}\npolicies: # none yet\n"],
])("a comment beside %s is kept", (_, text) => {
  const edited = editPolicies(text, edit);

  expect(edited.text).toMatch(/^policies:\n {2}# none yet\n {2}- name: faq, cached$/mu);
  expect(read(edited.text).policies).toHaveLength(1);
});
