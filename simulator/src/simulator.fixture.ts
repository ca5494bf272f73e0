import { onTestFinished } from "vitest";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { SimulatorOptions } from "./server/simulator-options.ts";
import { type Simulator, startSimulator } from "./start-simulator.ts";

/** Starts a simulator that is stopped after the test. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

type Headers = Readonly<Record<string, string>>;

/** Sends a JSON body with a key, and Anthropic's version header where its path asks for it. */
export function post(
  simulator: Simulator,
  path: string,
  body: unknown,
  headers: Headers = {},
): Promise<Response> {
  return fetch(simulator.url + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "Bearer test-key",
      ...(path.startsWith("/v1/messages") ? { "anthropic-version": "2023-06-01" } : {}),
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** The JSON object of an answer. */
export async function json(answer: Response | Promise<Response>): Promise<JsonObject> {
  const parsed: unknown = await (await answer).json();
  if (!isJsonObject(parsed)) throw new TypeError("the answer is not a JSON object");
  return parsed;
}

/** The events of a stream: the name, where there is one, and the data as text. */
export async function events(
  answer: Response | Promise<Response>,
): Promise<readonly Readonly<{ name: string | undefined; data: string }>[]> {
  const text = await (await answer).text();
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => ({
      name: /^event: (.*)$/m.exec(block)?.[1],
      data: /^data: (.*)$/m.exec(block)?.[1] ?? "",
    }));
}

/** The data of a stream's events as objects, without `[DONE]`. */
export async function eventObjects(
  answer: Response | Promise<Response>,
): Promise<readonly JsonObject[]> {
  const found = await events(answer);
  return found
    .filter(({ data }) => data !== "[DONE]")
    .map(({ data }) => {
      const parsed: unknown = JSON.parse(data);
      if (!isJsonObject(parsed)) throw new TypeError("the event is not a JSON object");
      return parsed;
    });
}

/** The value at a path of keys and indexes; undefined where it leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found) && typeof step === "number") found = found[step];
    else found = isJsonObject(found) ? found[String(step)] : undefined;
  }
  return found;
}

/** The text at a path; empty where it leads nowhere. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

/** A text of exactly so many tokens. */
export const words = (count: number, word = "word"): string =>
  Array.from({ length: count }, (_, index) => `${word}${index}`).join(" ");

export const chat = (content: string, more: JsonObject = {}): JsonObject => ({
  model: "gpt-4o-mini",
  messages: [{ role: "user", content }],
  ...more,
});

export const message = (content: unknown, more: JsonObject = {}): JsonObject => ({
  model: "claude-haiku-4-5",
  max_tokens: 1000,
  messages: [{ role: "user", content }],
  ...more,
});

export const exactly = (tokens: number): Headers => ({
  "x-simulator-output-tokens": String(tokens),
});
