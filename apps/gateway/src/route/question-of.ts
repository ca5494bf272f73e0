import { hash } from "node:crypto";
import type { WireFormat } from "@headgate/contract";
import {
  classifyTask,
  type Fingerprints,
  type ReadPrompt,
  readPrompt,
  systemText,
  type TaskOfCall,
  taskOfCall,
} from "@headgate/levers";
import type { CallNeeds } from "@headgate/pricing";
import type { PromptView } from "@headgate/providers";
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
  /** What it is for, as far as that is plain. */
  task: TaskOfCall;
  /** Which conversation it is of, told by how that began; undefined where there is no question. */
  conversation: string | undefined;
  /** How many questions its user has asked in it. */
  turns: number;
  /** Whether its provider keeps the answer, so that the client can go on from it there, by its id. */
  isKept: boolean;
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
  call: Pick<
    Call,
    "wire" | "request" | "policy" | "pathAndQuery" | "key" | "headers" | "tags" | "effects"
  >,
  fingerprints: Fingerprints,
): RouteQuestion | undefined {
  const { wire, request, policy, effects } = call;
  if (request.json === undefined) return undefined;
  const view = effects.viewOf(wire.format, request.json);
  if (view === undefined) return undefined;
  const last = view.messages.findLast(({ role }) => role === "user");
  const text = (last?.texts ?? []).map((one) => one.text).join("\n");
  const declared = declaredTask(call.headers);
  const fingerprint = fingerprints.of({
    view,
    request: request.json,
    policy: policy.name,
    keyId: call.key.id,
    declaredTask: declared,
  });
  const promptBytes = bytesOf(view);
  const asked = view.messages.filter(({ role, texts }) => role === "user" && texts.length > 0);
  const { tasks } = policy.route;
  return {
    task: taskOfCall(
      { tasks, system: systemText(view), tags: call.tags, declared },
      classifyTask(view, request.json),
    ),
    conversation: conversationOf(call.key.id, fingerprint, asked),
    turns: asked.length,
    prompt: readPrompt(text.slice(0, LONGEST), fingerprint),
    promptBytes,
    isKept: isKeptByProvider(wire.format, request.json),
    needs: callNeeds(call, view, promptBytes),
    maxOutput: view.maxOutput.value,
  };
}

/** What a call is for, by name; undefined where that is not plain. */
export const taskNameOf = (task: TaskOfCall): string | undefined =>
  task.kind === "task" ? task.task : undefined;

/** OpenAI's Responses are kept unless the client says no, chat completions where it says so. */
export const isKeptByProvider = (
  format: WireFormat,
  { store }: Readonly<Record<string, unknown>>,
): boolean => (format === "openai.responses" ? store !== false : store === true);

/** Conversations are told by their key, their task and how they began. */
function conversationOf(
  keyId: string,
  fingerprint: string,
  [first]: PromptView["messages"],
): string | undefined {
  if (first === undefined) return undefined;
  const began = first.texts.map(({ text }) => text);
  return hash("sha256", JSON.stringify([keyId, fingerprint, began]), "base64url").slice(0, 22);
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
