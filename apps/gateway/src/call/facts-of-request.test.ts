import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import { factsOfRequest } from "./facts-of-request.ts";

const call = (operation: string): Call =>
  ({
    wire: { operation },
    body: Buffer.from("{}"),
    effects: { takesFacts: undefined },
  }) as unknown as Call;
const ended = (stopReason: string | undefined): AttemptFacts =>
  ({ reading: { stopReason } }) as unknown as AttemptFacts;

test("why a model stopped is told also of a call whose facts are left out, and nothing else", () => {
  const room = {
    config: configSchema.parse({}),
    historySalt: Buffer.from("salt"),
    factsPace: { takes: () => false },
    log: { error: (told: unknown) => expect.fail(String(told)) },
  };
  const told = (operation: string, stopReason: string | undefined) =>
    factsOfRequest(room, call(operation), ended(stopReason), undefined);

  expect(told("chat", "length")).toEqual({ finish_reason: "length" });
  expect(told("chat", undefined)).toBeUndefined();
  expect(told("embeddings", undefined)).toBeUndefined();

  const off = { ...room, config: configSchema.parse({ history: { request_facts: false } }) };
  expect(factsOfRequest(off, call("chat"), ended("length"), undefined)).toBeUndefined();
});
