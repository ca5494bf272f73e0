import type { Usage } from "@headgate/contract";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";

/**
 * Runs of OpenAI's own tools, counted among the items of a whole response: they are billed by the piece and do
 * not stand in `usage` ("Tools" of https://developers.openai.com/api/docs/pricing, read 2026-11-28; the items
 * in https://www.npmjs.com/package/openai 6.49.0).
 *
 * Opening a page or finding in it is an action of a search's item type, but no search. A container is billed
 * by its session, and may serve several calls of one response. What no count is known for is reported.
 */
export function readToolCalls(response: JsonObject): UsageReading {
  const items = listOrEmpty(response.output).filter(isJsonObject);
  const tools = listOrEmpty(response.tools).filter(isJsonObject);
  const usage: { -readonly [Unit in keyof Usage]: Usage[Unit] } = {};
  const violations: string[] = [];

  const searches = items.filter(isSearch).length;
  const previews = tools.some(({ type }) => textOrAbsent(type)?.startsWith(PREVIEW) === true);
  if (searches > 0) usage[previews ? "web_search_previews" : "web_searches"] = searches;
  const fileSearches = items.filter(({ type }) => type === "file_search_call").length;
  if (fileSearches > 0) usage.file_searches = fileSearches;
  const sessions = containersOf(items).size;
  if (sessions > 0) {
    usage.code_sessions = sessions;
    const larger = tools.map(memoryOf).find((memory) => memory !== undefined && memory !== "1g");
    if (larger !== undefined) {
      violations.push(`a container of ${larger} has a price of its own, which is not known here`);
    }
  }
  const images = items.filter(({ type }) => type === "image_generation_call").length;
  if (images > 0) {
    violations.push(`${images} image_generation_call are billed apart and are not in the usage`);
  }
  return { usage, violations };
}

/** `web_search_preview`, and its dated names. */
const PREVIEW = "web_search_preview";

const isSearch = (item: JsonObject): boolean =>
  item.type === "web_search_call" && (!isJsonObject(item.action) || item.action.type === "search");

/** The containers in which code or a shell ran; a call that names none had one of its own. */
function containersOf(items: readonly JsonObject[]): ReadonlySet<string> {
  const containers = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (item.type === "code_interpreter_call") {
      containers.add(textOrAbsent(item.container_id) ?? `call ${index}`);
    }
    // A shell of the caller's own is none of the provider's containers.
    const environment = item.type === "shell_call" ? objectOrAbsent(item.environment) : undefined;
    const container = textOrAbsent(environment?.container_id);
    if (container !== undefined) containers.add(container);
  }
  return containers;
}

const memoryOf = (tool: JsonObject): string | undefined =>
  textOrAbsent((objectOrAbsent(tool.container) ?? objectOrAbsent(tool.environment))?.memory_limit);
