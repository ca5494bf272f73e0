import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import {
  HEADGATE_HEADER_PREFIX,
  HeadgateError,
  type LeverName,
  requestHeaders,
} from "@headgate/contract";
import { request } from "undici";
import { z } from "zod";
import { secretFrom } from "../keys/key-table.ts";

/** Names the lever that made a call, and proves that this process did. */
const MADE_BY = "x-headgate-made-by";
const MOST_ANSWER_BYTES = 1_048_576;

/** Headers of the client's that are about its own call alone. */
const ofTheCall: ReadonlySet<string> = new Set([
  requestHeaders.clientCallId,
  requestHeaders.provider,
  requestHeaders.cache,
  requestHeaders.key,
]);

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().min(1) }) })).min(1),
});

/** What a lever asks a model. */
export type Asked = Readonly<{
  /** Of the call that it is for: its key pays, and its labels are on the row. */
  headers: IncomingHttpHeaders;
  model: string;
  text: string;
  maxTokens: number;
  timeoutMs: number;
}>;

/**
 * Calls that levers make: through the gateway itself, so that keys, budgets, prices and the ledger hold for them as for
 * any call.
 */
export class OwnCalls {
  readonly #token = randomBytes(32).toString("base64url");
  readonly #ownUrl: () => string;

  /** @param ownUrl where this gateway can be asked from this machine */
  constructor(ownUrl: () => string) {
    this.#ownUrl = ownUrl;
  }

  /** The lever that made a call; undefined where a client did. */
  madeBy(headers: IncomingHttpHeaders): LeverName | undefined {
    const given = headers[MADE_BY];
    if (typeof given !== "string") return undefined;
    const [expected, sent] = [Buffer.from(this.#token), Buffer.from(given)];
    const isOurs = expected.length === sent.length && timingSafeEqual(expected, sent);
    return isOurs ? "context" : undefined;
  }

  /**
   * What the model answers, in text.
   * @throws HeadgateError where the client's key cannot be used again, or the gateway refused
   * @throws Error when the time is up, or the answer is none
   */
  async ask({ headers, model, text, maxTokens, timeoutMs }: Asked): Promise<string> {
    const secret = secretFrom(headers);
    if (secret === undefined) throw new HeadgateError("key_missing");
    const labels = Object.entries(headers).filter(
      ([name]) => name.startsWith(HEADGATE_HEADER_PREFIX) && !ofTheCall.has(name),
    );
    const answer = await request(`${this.#ownUrl()}/v1/chat/completions`, {
      method: "POST",
      headers: {
        ...Object.fromEntries(labels),
        [requestHeaders.key]: secret,
        [requestHeaders.cache]: "bypass",
        [MADE_BY]: this.#token,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        model,
        messages: [{ role: "user", content: text }],
        max_completion_tokens: maxTokens,
      }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    let body = "";
    for await (const chunk of answer.body.setEncoding("utf8")) {
      body += String(chunk);
      if (body.length > MOST_ANSWER_BYTES) throw new Error("the model's answer has no end");
    }
    if (answer.statusCode !== 200) {
      throw new Error(`the gateway answered with HTTP ${answer.statusCode}`);
    }
    const [choice] = answerSchema.parse(JSON.parse(body)).choices;
    if (choice === undefined) throw new Error("the answer has no choice");
    return choice.message.content;
  }
}
