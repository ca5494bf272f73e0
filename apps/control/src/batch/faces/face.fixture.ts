import { ADMITTED_HEADER, writeAdmitted } from "@headgate/contract";
import { type OpenApp, openApp } from "../../open-app.fixture.ts";

export const [HOUR, DAY] = [3_600_000, 86_400_000];
const START = Date.parse("2026-11-29T00:00:00Z");

const admitted = writeAdmitted({
  ...{ call_id: "call-1", key_id: "key-1", key_name: "tests", attribution: {}, tags: {} },
  origin: "http://gateway.example",
});

/** An object of a face, with the ids that tests go on with. */
type Told = Readonly<Record<string, unknown>> &
  Readonly<{ id: string; input_file_id: string; error_file_id: string }>;

/** The faces over stores of their own, a clock that the test sets, and providers that nothing reaches. */
export async function openFace(config: object = {}) {
  const clock = { ms: START };
  const opened: OpenApp = await openApp({
    nowMs: () => clock.ms,
    config: {
      providers: {
        openai: { kind: "openai", base_url: "http://127.0.0.1:9/v1", api_key: "x" },
        anthropic: { kind: "anthropic", base_url: "http://127.0.0.1:9", api_key: "x" },
      },
      ...config,
    },
  });
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    opened.ask(path, {
      ...init,
      headers: { [ADMITTED_HEADER]: admitted, ...(init.headers as Record<string, string>) },
    });
  const json = async (path: string, body?: object): Promise<Told> => {
    const answer = await ask(
      path,
      body === undefined
        ? {}
        : {
            ...{ method: "POST", body: JSON.stringify(body) },
            headers: { "content-type": "application/json" },
          },
    );
    return (await answer.json()) as Told;
  };
  /** A batch of OpenAI's with a request for each of these. */
  const openaiBatchOf = async (...asked: readonly Asked[]) => {
    const form = new FormData();
    form.set("purpose", "batch");
    const lines = asked.map((one) => JSON.stringify(openaiLine(one)));
    form.set("file", new File([lines.join("\n")], "requests.jsonl"));
    const file = (await (await ask("/v1/files", { method: "POST", body: form })).json()) as {
      id: string;
    };
    return json("/v1/batches", {
      input_file_id: file.id,
      endpoint: "/v1/chat/completions",
      completion_window: "24h",
    });
  };
  const read: OpenApp["read"] = (path, schema) => opened.read(path, schema);
  return {
    read,
    ...{ clock, ask, json, store: opened.batchStore, state: opened.state, hold: opened.storesHold },
    close: () => opened.close(),
    /** What is due of clients' batches and of their requests. */
    tick: async () => {
      await opened.keeper.tick();
      await opened.batches.tick();
      await opened.batches.idle();
      await opened.keeper.tick();
    },
    openaiBatchOf,
    /** A batch of OpenAI's with a request for each text. */
    openaiBatch: (...texts: readonly string[]) =>
      openaiBatchOf(...texts.map((custom_id) => ({ custom_id, model: "gpt-5-mini" }))),
    linesOf: async (path: string): Promise<Record<string, unknown>[]> =>
      (await (await ask(path)).text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
  };
}

type Asked = Readonly<{ custom_id: string; model: string }>;
const openaiLine = ({ custom_id, model }: Asked) => ({
  ...{ custom_id, method: "POST", url: "/v1/chat/completions" },
  body: {
    ...{ model, max_completion_tokens: 100 },
    messages: [{ role: "user", content: custom_id }],
  },
});
