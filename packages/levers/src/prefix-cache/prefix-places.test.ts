import { MOST_PREFIX_PLACES } from "@headgate/contract";
import { promptSections } from "@headgate/providers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { prefixPlaces } from "./prefix-places.ts";
import { printsOf } from "./prompt-prints.ts";

const scope = { salt: Buffer.alloc(32, 7), scope: "key" };
const bodyOf = (system: number, messages: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      messages: [
        ...Array.from({ length: system }, (_, index) => ({
          role: "system",
          content: `${"Be brief. ".repeat(300)}${index}`,
        })),
        ...Array.from({ length: messages }, (_, index) => ({
          role: index % 2 === 0 ? "user" : "assistant",
          content: `${"What of it? ".repeat(20)}${index}`,
        })),
      ],
    }),
  );

test("places are those of the prefix cache itself, as many as are kept, the end of instructions among them", () => {
  fc.assert(
    fc.property(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 30 }), (system, messages) => {
      const format = "openai.chat_completions";
      const body = bodyOf(system, messages);
      const sections = promptSections(format, body) ?? [];
      const prints = printsOf(body, sections, scope);

      const found = prefixPlaces(body, format, scope, undefined);

      expect(found).toEqual(prefixPlaces(body, format, scope, prints));
      if (found === undefined) {
        expect(body.length).toBeLessThan(2_048);
        return;
      }
      const { places, head } = found;
      expect(places.length).toBe(Math.min(MOST_PREFIX_PLACES, sections.length));
      const all = prints.digests.map((digest, at) => [digest, prints.bytesBefore[at]]);
      for (const place of places) expect(all).toContainEqual(place);
      expect(places.at(-1)).toEqual(all.at(-1));
      expect(head).toBeGreaterThanOrEqual(system > 0 ? 1 : 0);
      if (system > 0) expect(places[head - 1]).toEqual(all[system - 1]);
    }),
    { numRuns: 60 },
  );
});

test("a prompt that its client marks says so", () => {
  const marked = Buffer.from(
    JSON.stringify({
      system: [{ type: "text", text: "x".repeat(3_000), cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "Hello" }],
    }),
  );

  expect(prefixPlaces(marked, "anthropic.messages", scope, undefined)?.marked).toBe(true);
});
