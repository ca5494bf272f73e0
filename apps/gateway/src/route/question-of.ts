import { type Fingerprints, type ReadPrompt, readPrompt } from "@headgate/levers";
import type { CallNeeds } from "@headgate/pricing";
import { type PromptView, promptViewOf } from "@headgate/providers";
import { declaredTask } from "../call/admit.ts";
import type { Call } from "../call/call.ts";
import { callNeeds } from "./call-needs.ts";

/** What is read of a call to choose its model. */
export type RouteQuestion = Readonly<{
  prompt: ReadPrompt;
  /** Bytes of text in the request's prompt. */
  promptBytes: number;
  /** The most tokens that the client lets the answer have. */
  maxOutput: number | undefined;
  /** What it needs of a model; undefined where that cannot be read. */
  needs: CallNeeds | undefined;
}>;

/** Characters of a question that are read: its kind shows early, and no call waits for a long text. */
const LONGEST = 8_192;

/**
 * Reads a call's question and what it has in common with others of its task; undefined where it is no chat that can be
 * read.
 */
export function questionOf(
  call: Pick<Call, "wire" | "request" | "policy" | "pathAndQuery" | "key" | "headers">,
  fingerprints: Fingerprints,
): RouteQuestion | undefined {
  const { wire, request, policy } = call;
  if (request.json === undefined) return undefined;
  const view = promptViewOf(wire.format, request.json);
  if (view === undefined) return undefined;
  const last = view.messages.findLast(({ role }) => role === "user");
  const text = (last?.texts ?? []).map((one) => one.text).join("\n");
  const fingerprint = fingerprints.of({
    view,
    request: request.json,
    policy: policy.name,
    keyId: call.key.id,
    declaredTask: declaredTask(call.headers),
  });
  const promptBytes = bytesOf(view);
  return {
    prompt: readPrompt(text.slice(0, LONGEST), fingerprint),
    promptBytes,
    needs: callNeeds(call, view, promptBytes),
    maxOutput: view.maxOutput.value,
  };
}

function bytesOf({ system, tools, messages }: PromptView): number {
  let bytes = tools.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(tools));
  for (const { text } of system) bytes += Buffer.byteLength(text);
  for (const { texts, toolResults, documents } of messages) {
    for (const { text } of texts) bytes += Buffer.byteLength(text);
    for (const { text } of documents) bytes += Buffer.byteLength(text);
    for (const result of toolResults) {
      for (const { text } of result.texts) bytes += Buffer.byteLength(text);
    }
  }
  return bytes;
}
