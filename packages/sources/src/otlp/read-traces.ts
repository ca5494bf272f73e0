import { isJsonObject, type JsonObject, listOrEmpty } from "@headgate/providers";
import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import { readSpan } from "./read-span.ts";
import { resolveSpans, type SpanMemory } from "./resolve-spans.ts";
import type { Span } from "./span.ts";

/** Rows of spans that belong together as far as they are here, and why the others are none. */
export function readSpans(spans: readonly Span[], memory: SpanMemory): readonly Found[] {
  const { calls, told } = resolveSpans(spans, memory);
  return [...calls.flatMap(readSpan), ...told];
}

/** Logs repeat what spans say, or are about something else: each record is told. */
export function skipLogs(payload: JsonObject, place: string): readonly Found[] {
  return listOrEmpty(payload.resourceLogs).flatMap((resourceLogs) =>
    membersOf(resourceLogs, "scopeLogs").flatMap((scopeLogs) =>
      membersOf(scopeLogs, "logRecords").map(() =>
        skipAt("not_a_call", place, "A log record: calls are read from spans."),
      ),
    ),
  );
}

const membersOf = (value: unknown, name: string): readonly unknown[] =>
  isJsonObject(value) ? listOrEmpty(value[name]) : [];
