import type { UsageReading } from "../../meter.ts";

/**
 * OpenAI's models that search: "when using Chat Completions, the model always retrieves information from the web
 * before responding" (https://developers.openai.com/api/docs/guides/tools-web-search, read 2026-11-28 in a stored
 * copy). The search is billed for each completion, and no usage states it. Other providers' names of them begin
 * otherwise: what those bill is theirs to say.
 */
const searching = /^gpt-[\w.]+(?:-mini)?-search-(preview|api)/;

/** Adds the search of a model that always searches. */
export function withSearch(read: UsageReading, model: string | undefined): UsageReading {
  const kind = model === undefined ? undefined : searching.exec(model)?.[1];
  if (kind === undefined || Object.keys(read.usage).length === 0) return read;
  const unit = kind === "preview" ? "web_search_previews" : "web_searches";
  return { usage: { ...read.usage, [unit]: 1 }, violations: read.violations };
}
