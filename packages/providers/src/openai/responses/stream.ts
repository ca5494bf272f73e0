import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { providerErrorText } from "../../provider-error.ts";
import type { SseEvent } from "../../sse-events.ts";
import type { EventKind, StreamFacts, StreamFormat } from "../../stream-meter.ts";
import { responsesStopReason } from "./stop-reason.ts";
import { readResponseObject } from "./usage.ts";

const terminals = new Set(["response.completed", "response.incomplete", "response.failed"]);

/** OpenAI's responses stream: it ends with the event that carries the whole response. */
export function responsesStream(): StreamFormat {
  let last: JsonObject | undefined;
  return {
    // Only events about the response itself carry it; deltas do not.
    marks: /"(?:response|error)"/g,
    readText: () => undefined,
    readJson: (json: JsonObject, event: SseEvent, facts: StreamFacts): EventKind => {
      const type = textOrAbsent(json.type) ?? event.name;
      if (type === "error")
        facts.providerError = providerErrorText(objectOrAbsent(json.error) ?? json);
      const body = objectOrAbsent(json.response);
      if (body === undefined) return "relay";
      last = body;
      facts.responseModel = textOrAbsent(body.model) ?? facts.responseModel;
      facts.responseId = textOrAbsent(body.id) ?? facts.responseId;
      facts.serviceTier = textOrAbsent(body.service_tier) ?? facts.serviceTier;
      facts.providerError = providerErrorText(body.error) ?? facts.providerError;
      facts.stopReason = responsesStopReason(body);
      const usage = objectOrAbsent(body.usage);
      if (usage !== undefined) {
        facts.rawUsage = usage;
        facts.usageIsFinal = true;
      }
      return type !== undefined && terminals.has(type) ? "terminal" : "relay";
    },
    readUsage: (raw): UsageReading => readResponseObject(last ?? {}, raw),
  };
}
