import { between, createRandom, pickWeighted, type Random } from "@headgate/simulator";
import { Prose } from "./prose.ts";

const FIRST_MS = Date.UTC(2026, 10, 1);
const MONTH_MS = 30 * 86_400_000;
const REGION = "us-east-1";
const ACCOUNT = "111122223333";

const models = [
  {
    weight: 30,
    id: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    name: "claude-sonnet-4-5-20250929",
  },
  {
    weight: 25,
    id: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    name: "claude-haiku-4-5-20251001",
  },
  { weight: 15, id: "anthropic.claude-3-haiku-20240307-v1:0", name: "claude-3-haiku-20240307" },
  { weight: 20, id: "amazon.nova-lite-v1:0", name: undefined },
  { weight: 10, id: "amazon.nova-pro-v1:0", name: undefined },
] as const;
const teams = [
  { weight: 5, name: "support" },
  { weight: 3, name: "search" },
  { weight: 2, name: "documents" },
] as const;

/** What a file says when it is read rightly: to hold the readers against. */
export type LogSums = { rows: number; inputTokens: bigint; outputTokens: bigint };

/**
 * Records of a model invocation log that nobody wrote, one a line, in the documented shape: Converse and
 * InvokeModel, whole and streamed, with bodies of some kilobytes, caches, embeddings and a few errors, over a
 * month, in the order of time.
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html, read 2026-11-28)
 *
 * @param of how many records there will be, to spread them over the month
 */
export class MadeBedrockLog {
  readonly sums: LogSums = { rows: 0, inputTokens: 0n, outputTokens: 0n };
  readonly #random: Random;
  readonly #prose: Prose;
  readonly #stepMs: number;

  constructor(seed: number, of: number) {
    this.#random = createRandom(seed);
    this.#prose = new Prose(seed);
    this.#stepMs = MONTH_MS / of;
  }

  line(): string {
    const number = this.sums.rows;
    const draw = this.#random();
    const operation =
      draw < 0.35
        ? "Converse"
        : draw < 0.6
          ? "ConverseStream"
          : draw < 0.8
            ? "InvokeModel"
            : draw < 0.96
              ? "InvokeModelWithResponseStream"
              : draw < 0.99
                ? "embedding"
                : "error";
    this.sums.rows += 1;
    const head = this.#head(number);
    if (operation === "embedding") return `${head}${this.#embedding()}}`;
    const model = pickWeighted(this.#random, models);
    const isConverse = operation.startsWith("Converse") || operation === "error";
    const counts = this.#counts();
    const input = isConverse
      ? this.#converseInput(counts.input)
      : this.#messagesInput(counts.input);
    if (operation === "error") {
      return `${head},"operation":"Converse","modelId":"${model.id}","input":{"inputContentType":"application/json","inputBodyJson":${input}},"errorCode":"ThrottlingException"}`;
    }
    this.sums.inputTokens += BigInt(counts.input);
    this.sums.outputTokens += BigInt(counts.output);
    const answer = isConverse
      ? this.#converseAnswer(counts, operation === "ConverseStream")
      : this.#messagesAnswer(counts, {
          number,
          name: model.name,
          isStream: operation !== "InvokeModel",
        });
    return `${head},"operation":"${operation}","modelId":"${model.id}","input":{"inputContentType":"application/json","inputBodyJson":${input},"inputTokenCount":${counts.input},"cacheReadInputTokenCount":${counts.cacheRead},"cacheWriteInputTokenCount":${counts.cacheWrite}},"output":{"outputContentType":"application/json","outputBodyJson":${answer},"outputTokenCount":${counts.output}},"inferenceRegion":"us-west-2","requestMetadata":{"team":"${pickWeighted(this.#random, teams).name}","feature":"f${between(this.#random, 1, 9)}"}}`;
  }

  #head(number: number): string {
    const at = new Date(FIRST_MS + Math.floor(number * this.#stepMs)).toISOString();
    const id = `c0ffee00-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
    return `{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"${at}","accountId":"${ACCOUNT}","identity":{"arn":"arn:aws:sts::${ACCOUNT}:assumed-role/app-${between(this.#random, 1, 20)}/i-0constructed"},"region":"${REGION}","requestId":"${id}"`;
  }

  #counts() {
    const cached = this.#random() < 0.5;
    return {
      input: between(this.#random, 200, 2_500),
      output: between(this.#random, 60, 700),
      cacheRead: cached ? between(this.#random, 1_024, 8_000) : 0,
      cacheWrite: cached && this.#random() < 0.2 ? between(this.#random, 1_024, 4_000) : 0,
    };
  }

  #converseInput(tokens: number): string {
    const turns = [tokens, tokens / 2, tokens].map(
      (share, index) =>
        `{"role":"${index % 2 === 0 ? "user" : "assistant"}","content":[{"text":"${this.#text(share / 2.5)}"}]}`,
    );
    return `{"system":[{"text":"${this.#text(900)}"}],"messages":[${turns.join(",")}],"inferenceConfig":{"maxTokens":1024,"temperature":0.2}}`;
  }

  #messagesInput(tokens: number): string {
    const turns = [tokens, tokens / 2, tokens].map(
      (share, index) =>
        `{"role":"${index % 2 === 0 ? "user" : "assistant"}","content":[{"type":"text","text":"${this.#text(share / 2.5)}"}]}`,
    );
    return `{"anthropic_version":"bedrock-2023-05-31","max_tokens":1024,"system":"${this.#text(900)}","messages":[${turns.join(",")}]}`;
  }

  #converseAnswer({ input, output, cacheRead, cacheWrite }: Counts, isStream: boolean): string {
    const usage = `"usage":{"inputTokens":${input},"outputTokens":${output},"totalTokens":${input + output + cacheRead + cacheWrite},"cacheReadInputTokens":${cacheRead},"cacheWriteInputTokens":${cacheWrite}},"metrics":{"latencyMs":${between(this.#random, 400, 9_000)}}`;
    if (!isStream) {
      return `{"output":{"message":{"role":"assistant","content":[{"text":"${this.#text(output * 4)}"}]}},"stopReason":"end_turn",${usage}}`;
    }
    const deltas = Array.from(
      { length: Math.ceil(output / 12) },
      () => `{"contentBlockDelta":{"delta":{"text":"${this.#text(48)}"},"contentBlockIndex":0}}`,
    );
    return `[{"messageStart":{"role":"assistant"}},${deltas.join(",")},{"contentBlockStop":{"contentBlockIndex":0}},{"messageStop":{"stopReason":"end_turn"}},{"metadata":{${usage}}}]`;
  }

  #messagesAnswer(
    { input, output, cacheRead, cacheWrite }: Counts,
    {
      number,
      name,
      isStream,
    }: Readonly<{ number: number; name: string | undefined; isStream: boolean }>,
  ): string {
    const usage = `"usage":{"input_tokens":${input},"cache_creation_input_tokens":${cacheWrite},"cache_read_input_tokens":${cacheRead},"output_tokens":`;
    const id = `"id":"msg_bdrk_constructed_${number.toString(36).padStart(10, "0")}"`;
    const model = name === undefined ? "" : `"model":"${name}",`;
    if (!isStream) {
      return `{${id},"type":"message","role":"assistant",${model}"content":[{"type":"text","text":"${this.#text(output * 4)}"}],"stop_reason":"end_turn",${usage}${output}}}`;
    }
    const deltas = Array.from(
      { length: Math.ceil(output / 12) },
      () =>
        `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${this.#text(48)}"}}`,
    );
    return `[{"type":"message_start","message":{${id},"type":"message","role":"assistant",${model}"content":[],${usage}1}}},{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}},${deltas.join(",")},{"type":"content_block_stop","index":0},{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":${output}}},{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":${input},"outputTokenCount":${output},"cacheReadInputTokenCount":${cacheRead},"cacheWriteInputTokenCount":${cacheWrite},"invocationLatency":${between(this.#random, 900, 9_000)},"firstByteLatency":${between(this.#random, 200, 900)}}}]`;
  }

  #embedding(): string {
    const tokens = between(this.#random, 20, 400);
    this.sums.inputTokens += BigInt(tokens);
    const vector = Array.from({ length: 256 }, () => (this.#random() - 0.5).toFixed(7));
    return `,"operation":"InvokeModel","modelId":"amazon.titan-embed-text-v2:0","input":{"inputContentType":"application/json","inputBodyJson":{"inputText":"${this.#text(tokens * 4)}"},"inputTokenCount":${tokens}},"output":{"outputContentType":"application/json","outputBodyJson":{"embedding":[${vector.join(",")}],"inputTextTokenCount":${tokens}}}`;
  }

  #text(characters: number): string {
    return this.#prose.piece(Math.round(characters));
  }
}

type Counts = Readonly<{ input: number; output: number; cacheRead: number; cacheWrite: number }>;
