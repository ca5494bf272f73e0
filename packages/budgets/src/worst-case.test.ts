import { configSchema } from "@headgate/contract";
import { picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type RequestBounds, worstCase } from "./worst-case.ts";

const config = configSchema.parse({}).worst_case;
const ceiling = {
  kind: "ceiling",
  from: "price_book",
  inputPerToken: picodollars(6_000_000n),
  outputPerToken: picodollars(15_000_000n),
} as const;
const bounds: RequestBounds = {
  bytes: 400,
  promptIsInBytes: true,
  answerTokens: 100,
  hasAnswer: true,
  answers: 1,
  unmeasured: undefined,
};
const names = ["openai/gpt-4.1"];
const of = (changed: Partial<RequestBounds>, more: Partial<Parameters<typeof worstCase>[0]> = {}) =>
  worstCase({ bounds: { ...bounds, ...changed }, ceiling, config, names, ...more });

test("a prompt of text is at most its bytes and a frame, an answer what the request allows", () => {
  expect(of({})).toEqual({
    inputTokens: 1_424,
    outputTokens: 100,
    dollars: 1_424n * 6_000_000n + 100n * 15_000_000n,
  });
});

test("each of several answers may be as long as is allowed", () => {
  expect(of({ answers: 3 }).outputTokens).toBe(300);
});

test("what the request does not bound is the largest that the configuration knows of", () => {
  expect(of({ promptIsInBytes: false, answerTokens: undefined })).toMatchObject({
    inputTokens: 1_000_000,
    outputTokens: 128_000,
  });
  expect(
    of(
      { promptIsInBytes: false, answerTokens: undefined },
      {
        config: {
          ...config,
          models: [{ match: "openai/gpt-4*", max_input_tokens: 9_000, max_output_tokens: 7_000 }],
        },
      },
    ),
  ).toMatchObject({ inputTokens: 9_000, outputTokens: 7_000 });
});

test("embeddings have no answer to pay for", () => {
  const { outputPerToken: _, ...embeddings } = ceiling;

  expect(of({ hasAnswer: false, answerTokens: undefined }, { ceiling: embeddings })).toMatchObject({
    outputTokens: 0,
    dollars: 1_424n * 6_000_000n,
  });
  expect(of({}, { ceiling: embeddings }).dollars).toMatchObject({ unknown: "price" });
});

test("what has no price, or costs what tokens do not bound, is not known and never nothing", () => {
  expect(of({}, { ceiling: { kind: "none", reason: "no price" } }).dollars).toEqual({
    unknown: "price",
    reason: "no price",
  });
  expect(of({ unmeasured: "the tool web_search" }).dollars).toEqual({
    unknown: "unmeasured",
    reason: "the tool web_search",
  });
  expect(
    of({ unmeasured: "the tool web_search" }, { config: { ...config, unmeasured: "0.50" } })
      .dollars,
  ).toBe(1_424n * 6_000_000n + 100n * 15_000_000n + 500_000_000_000n);
});

test("a longer prompt or answer never has a smaller worst case", () => {
  fc.assert(
    fc.property(fc.nat(2_000_000), fc.nat(1_000), fc.nat(1_000), (bytes, more, answerTokens) => {
      const smaller = of({ bytes, answerTokens }).dollars;
      const larger = of({ bytes: bytes + more, answerTokens: answerTokens + more }).dollars;

      expect(typeof smaller === "bigint" && typeof larger === "bigint" && smaller <= larger).toBe(
        true,
      );
    }),
  );
});
