import { Pool } from "undici";
import { z } from "zod";
import type { TrafficCall } from "./month-traffic.ts";
import type { RunningHeadgate } from "./run-headgate.ts";

/**
 * How one answer was. `right` and `wrong` by what the simulator says of it, `given` where it says nothing; `cut` before its
 * end; `deferred`: a batch gives it; `failed`: there is none.
 */
export const verdicts = ["right", "wrong", "given", "cut", "deferred", "failed"] as const;
export type Verdict = (typeof verdicts)[number];

const chatSchema = z.object({
  choices: z.tuple([
    z.object({ message: z.object({ content: z.string().nullable() }), finish_reason: z.string() }),
  ]),
});
const messageSchema = z.object({
  /** Empty where the limit was reached before any text. */
  content: z.array(z.object({ text: z.string() })).max(1),
  stop_reason: z.string(),
});

/** Asks a Headgate's gateway, one call after the other. */
export function senderTo({ url, secret }: Pick<RunningHeadgate, "url" | "secret">) {
  const pool = new Pool(url, { connections: 1 });
  const send = async (call: TrafficCall): Promise<Verdict> => {
    const answer = await pool.request({
      path: call.path,
      method: "POST",
      headers: {
        ...call.headers,
        "content-type": "application/json",
        authorization: `Bearer ${secret}`,
        "x-headgate-feature": call.feature,
      },
      body: call.body,
    });
    const text = await answer.body.text();
    if (answer.statusCode === 202) return "deferred";
    if (answer.statusCode !== 200) return "failed";
    const { words, isCut } = readAnswer(call, JSON.parse(text));
    if (isCut && !call.isRunaway) return "cut";
    if (call.headers["x-simulator-difficulty"] === undefined) return "given";
    return words.startsWith("right ") ? "right" : "wrong";
  };
  return { send, close: () => pool.close() };
}

function readAnswer({ path }: TrafficCall, body: unknown) {
  if (path === "/v1/messages") {
    const { content, stop_reason: reason } = messageSchema.parse(body);
    return { words: content[0]?.text ?? "", isCut: reason === "max_tokens" };
  }
  const [choice] = chatSchema.parse(body).choices;
  return { words: choice.message.content ?? "", isCut: choice.finish_reason === "length" };
}
