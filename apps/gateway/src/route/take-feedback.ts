import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Feedback,
  type FeedbackAnswer,
  feedbackOutcomes,
  feedbackSchema,
  HeadgateError,
  newCallId,
} from "@headgate/contract";
import { errorWireFor } from "@headgate/providers";
import { admit } from "../call/admit.ts";
import type { Deadlines } from "../call/deadlines.ts";
import { readBody } from "../http/read-body.ts";
import { sendError } from "../http/send-error.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";
import type { FeedbackDesk } from "./feedback-desk.ts";

type FeedbackRoom = Readonly<{ keys: WatchedKeys; desk: FeedbackDesk; deadlines: Deadlines }>;

const limits = { max_body_bytes: 65_536, body_timeout_ms: 30_000 };

/** Takes what an application thought of an answer, with the key that it made the call with. */
export async function takeFeedback(
  { keys, desk, deadlines }: FeedbackRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method !== "POST") {
      throw new HeadgateError("method_not_allowed", "Use POST.", { allow: "POST" });
    }
    const { key } = await admit(request.headers, keys);
    const feedback = feedbackIn(await readBody(request, limits, deadlines));
    const answer = await feedbackAnswer(desk, feedback, key.id);
    response.writeHead(answer.outcome === "unknown_call" ? 404 : 200, {
      "content-type": "application/json",
    });
    response.end(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    sendError(response, errorWireFor("/v1/chat/completions", request.headers), error, newCallId());
  }
}

export async function feedbackAnswer(
  desk: FeedbackDesk,
  feedback: Feedback,
  keyId: string | undefined,
): Promise<FeedbackAnswer> {
  const outcome = await desk.take(feedback, keyId);
  return { call_id: feedback.call_id, outcome, message: feedbackOutcomes[outcome] };
}

function feedbackIn(body: Buffer): Feedback {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    throw new HeadgateError("body_invalid", "The feedback is not JSON.");
  }
  const read = feedbackSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new HeadgateError(
    "body_invalid",
    `${place === "" ? "" : `${place}: `}${issue?.message ?? "it is no feedback"}.`,
  );
}
