import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadOver } from "./spread-over.ts";

const targets = ["east/gpt", "west/gpt", "north/gpt"];

const chat = (system: string, ...messages: readonly string[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      messages: [
        { role: "system", content: system },
        ...messages.map((content) => ({ role: "user", content })),
      ],
    }),
  );

const spread = (
  by: "prefix" | "conversation",
  body: Buffer,
  over: readonly string[] = targets,
): readonly string[] =>
  spreadOver({ targets: [...over], spread: by }, "openai.chat_completions", body);

test("calls with the same instructions stay together by prefix, those that begin alike by conversation", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (system, first, more) => {
      expect(spread("prefix", chat(system, first))).toEqual(spread("prefix", chat(system, more)));
      expect(spread("conversation", chat(system, first))).toEqual(
        spread("conversation", chat(system, first, more)),
      );
    }),
  );
});

test("prefixes are spread evenly", () => {
  const first = new Map<string, number>();
  for (let index = 0; index < 3_000; index++) {
    const [target = ""] = spread("prefix", chat(`You are agent ${index}.`, "hi"));
    first.set(target, (first.get(target) ?? 0) + 1);
  }
  for (const target of targets) expect(first.get(target)).toBeGreaterThan(900);
});

test("a target that is taken away moves only what was its own", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...targets), (system, gone) => {
      const body = chat(system, "hi");
      const left = targets.filter((target) => target !== gone);
      expect(spread("prefix", body, left)).toEqual(
        spread("prefix", body).filter((target) => target !== gone),
      );
    }),
  );
});

test("prompts without instructions are kept together by their first message, other bodies by all of them", () => {
  const ask = (...messages: readonly string[]): Buffer =>
    Buffer.from(
      JSON.stringify({ messages: messages.map((content) => ({ role: "user", content })) }),
    );
  expect(spread("prefix", ask("a"))).toEqual(spread("prefix", ask("a", "b")));
  const embed = (input: string): string | undefined =>
    spreadOver(
      { targets, spread: "prefix" },
      "openai.embeddings",
      Buffer.from(JSON.stringify({ input })),
    )[0];
  expect(embed("a")).toBe(embed("a"));
  expect(new Set(Array.from({ length: 50 }, (_, index) => embed(String(index)))).size).toBe(3);
});
