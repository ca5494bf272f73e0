import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { providerErrorText } from "../../provider-error.ts";
import type { SseEvent } from "../../sse-events.ts";
import type { EventKind, StreamFacts, StreamFormat } from "../../stream-meter.ts";
import { readChatUsage } from "../chat-completions/usage.ts";

/**
 * The stream of an assistant's run: steps state their own usage and the run states the sum of them, so that
 * only the run's counts (`AssistantStreamEvent`, `Run` and `RunStep` in https://www.npmjs.com/package/openai
 * 6.49.0, read 2026-11-28). A run that waits for the client's tools states none yet: it is stated, with
 * what came before, by the stream that goes on with it.
 */
export const runStream: StreamFormat = {
  marks: /"(?:usage|error)"(?! *: *n)|\[DONE\]/g,
  readText: (data) => (data.trimEnd() === "[DONE]" ? "terminal" : undefined),
  readJson: readRunEvent,
  readUsage: readChatUsage,
};

function readRunEvent(json: JsonObject, event: SseEvent, facts: StreamFacts): EventKind {
  facts.providerError = providerErrorText(json.error) ?? facts.providerError;
  if (!isOfRun(json, event)) return "relay";
  facts.responseModel = textOrAbsent(json.model) ?? facts.responseModel;
  facts.responseId = textOrAbsent(json.id) ?? facts.responseId;
  const usage = objectOrAbsent(json.usage);
  if (usage === undefined) return "relay";
  facts.rawUsage = usage;
  facts.usageIsFinal = true;
  return "relay";
}

/** Told by the object; where only usage was kept of it, by the event's name. */
const isOfRun = (json: JsonObject, { name }: SseEvent): boolean =>
  json.object === undefined
    ? name !== undefined && /^thread\.run\.(?!step\.)/.test(name)
    : json.object === "thread.run";
