import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";

/**
 * How many of its own tools Groq ran for a completion, or for a chunk of one. They are billed by the search,
 * the visit or the hour, and the answer does not say which rate each one has
 * (https://groq.com/pricing, read 2026-11-28; `executed_tools` in
 * https://github.com/groq/groq-typescript/blob/main/src/resources/chat/completions.ts).
 */
export function executedTools(answer: JsonObject): number {
  let tools = 0;
  for (const choice of listOrEmpty(answer.choices).filter(isJsonObject)) {
    const said = objectOrAbsent(choice.message) ?? objectOrAbsent(choice.delta);
    tools += listOrEmpty(said?.executed_tools).length;
  }
  return tools;
}

/** Reports them beside what was read. */
export function withExecutedTools(read: UsageReading, tools: number): UsageReading {
  if (tools === 0) return read;
  const apart = `${tools} executed_tools are billed apart and are not in the usage`;
  return { usage: read.usage, violations: [...read.violations, apart] };
}
