import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { normaliseQuestion } from "./normalise-question.ts";
import { questionDigests } from "./question-digests.ts";

const salt = Buffer.from(Array.from({ length: 32 }, (_, index) => 8 * index));

/** As rows have them: the salt as characters, the scope, and the canonical form. */
function digestOf(json: Readonly<Record<string, unknown>>): string {
  const scope = JSON.stringify([
    ...[3, "openai.chat_completions", "POST", "/v1/chat/completions", [["accept", "*/*"]]],
    ["openai", null, "gpt-4o"],
  ]);
  const canonical = canonicalJson(json, JSON.stringify(json));
  return hash("sha256", `${salt.toString("latin1")}${scope}\n${canonical}`, "base64url").slice(
    0,
    22,
  );
}

test("digests are those of one text, however they are made", () => {
  const question = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.constantFrom("Hello, what is RAM?", "what is ram", "Please say é!", "two\nlines"),
  );
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), question, (system, text) => {
      const asked = (content: string) => ({
        model: "gpt-4o",
        messages: [
          { role: "system", content: system },
          { role: "user", content },
        ],
      });
      const json = asked(text);
      const digests = questionDigests(
        {
          format: "openai.chat_completions",
          method: "POST",
          pathAndQuery: "/v1/chat/completions",
          headers: { accept: "*/*", "content-type": "application/json" },
          json,
          target: ["openai", undefined, "gpt-4o"],
          body: Buffer.from(JSON.stringify(json)),
        },
        salt,
      );
      const normal = normaliseQuestion(text);

      expect(digests?.exact).toBe(digestOf(json));
      expect(digests?.normal).toBe(
        normal === undefined || normal === text ? undefined : digestOf(asked(normal)),
      );
    }),
  );
});
