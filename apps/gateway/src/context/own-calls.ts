import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import {
  type ExperimentPlace,
  experimentPlaceSchema,
  HEADGATE_HEADER_PREFIX,
  HeadgateError,
  type LeverName,
  leverNames,
  requestHeaders,
} from "@headgate/contract";
import { request } from "undici";
import { z } from "zod";
import { secretFrom } from "../keys/key-table.ts";

/** Names the lever that made a call, proves that this process did, and tells for what call it did. */
const MADE_BY = "x-headgate-made-by";
const MOST_ANSWER_BYTES = 1_048_576;

/** Headers of the client's that are about its own call alone. */
const ofTheCall: ReadonlySet<string> = new Set([
  requestHeaders.clientCallId,
  requestHeaders.provider,
  requestHeaders.cache,
  requestHeaders.key,
]);

/** Headers that a wire format needs beside its body. */
const passedOn: ReadonlySet<string> = new Set(["anthropic-version", "anthropic-beta"]);

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().min(1) }) })).min(1),
});

const madeForSchema = z.object({
  experiments: z.array(experimentPlaceSchema).readonly().optional(),
  policy: z.string().optional(),
});

/** Who made a call that no client made. */
export type Maker = Readonly<{
  lever: LeverName;
  /** In which arms the call that it is for is; undefined where that is in none. */
  experiments: readonly ExperimentPlace[] | undefined;
  /** The policy of the call that it is for; its own can be another, since it asks for another model. */
  policy?: string | undefined;
}>;

/** A request of a lever's own. */
export type OwnRequest = Maker &
  Readonly<{
    /** Of the call that it is for: its key pays, and its labels are on the row. */
    headers: IncomingHttpHeaders;
    pathAndQuery: string;
    body: Buffer;
    /** The configured provider to ask; the one that the model's name leads to unless said. */
    provider?: string;
    timeoutMs: number;
  }>;

/** What a lever asks a model. */
export type Asked = Maker &
  Readonly<{
    headers: IncomingHttpHeaders;
    /** As in `OwnRequest`. */
    provider?: string;
    model: string;
    text: string;
    maxTokens: number;
    timeoutMs: number;
  }>;

/** A lever's own request was not answered with success: what came in place of it. */
export class OwnCallFailed extends Error {
  readonly status: number;
  readonly body: Buffer;

  constructor(status: number, body: Buffer) {
    super(`the gateway answered with HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

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

  /** Who made a call; undefined where a client did. */
  madeBy(headers: IncomingHttpHeaders): Maker | undefined {
    const given = headers[MADE_BY];
    if (typeof given !== "string") return undefined;
    const [name = "", token = "", madeFor] = given.split(" ", 3);
    const [expected, sent] = [Buffer.from(this.#token), Buffer.from(token)];
    const isOurs = expected.length === sent.length && timingSafeEqual(expected, sent);
    const lever = isOurs ? leverNames.find((one) => one === name) : undefined;
    return lever === undefined ? undefined : { lever, ...readMadeFor(madeFor) };
  }

  /**
   * The body of the answer to a request.
   * @throws HeadgateError where the client's key cannot be used again
   * @throws OwnCallFailed when the answer is no success
   * @throws Error when the time is up
   */
  async send(asked: OwnRequest): Promise<Buffer> {
    const { lever, experiments, policy, headers, pathAndQuery, body, provider, timeoutMs } = asked;
    const secret = secretFrom(headers);
    if (secret === undefined) throw new HeadgateError("key_missing");
    const kept = Object.entries(headers).filter(
      ([name]) =>
        !ofTheCall.has(name) && (name.startsWith(HEADGATE_HEADER_PREFIX) || passedOn.has(name)),
    );
    const answer = await request(`${this.#ownUrl()}${pathAndQuery}`, {
      method: "POST",
      headers: {
        ...Object.fromEntries(kept),
        [requestHeaders.key]: secret,
        [requestHeaders.cache]: "bypass",
        ...(provider !== undefined && { [requestHeaders.provider]: provider }),
        [MADE_BY]: [lever, this.#token, writeMadeFor({ experiments, policy })].join(" "),
        "content-type": "application/json",
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of answer.body) {
      const chunk = piece as Buffer;
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) throw new Error("the model's answer has no end");
      pieces.push(chunk);
    }
    if (answer.statusCode !== 200) {
      throw new OwnCallFailed(answer.statusCode, Buffer.concat(pieces));
    }
    return Buffer.concat(pieces);
  }

  /**
   * What the model answers, in text.
   * @throws HeadgateError where the client's key cannot be used again, or the gateway refused
   * @throws Error when the time is up, or the answer is none
   */
  async ask({ model, text, maxTokens, ...asked }: Asked): Promise<string> {
    const body = Buffer.from(
      JSON.stringify({
        model,
        messages: [{ role: "user", content: text }],
        max_completion_tokens: maxTokens,
      }),
    );
    const pathAndQuery = "/v1/chat/completions";
    const answer = await this.send({ ...asked, pathAndQuery, body });
    const [choice] = answerSchema.parse(JSON.parse(answer.toString("utf8"))).choices;
    if (choice === undefined) throw new Error("the answer has no choice");
    return choice.message.content;
  }
}

type MadeFor = Pick<Maker, "experiments" | "policy">;

/** Names of policies may have letters that no header takes. */
const writeMadeFor = (madeFor: MadeFor): string =>
  Buffer.from(JSON.stringify(madeFor)).toString("base64url");

function readMadeFor(text = ""): MadeFor {
  const json: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  const { experiments, policy } = madeForSchema.parse(json);
  return { experiments, policy };
}
