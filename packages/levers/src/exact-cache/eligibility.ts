import type { CacheRefusal, ExactCachePolicy } from "@headgate/contract";

/** The operations that cost something, and whose answers are of use again. */
export type CachedOperation = "chat" | "embeddings";

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Where the formats keep what steers sampling: beside the messages, or in one of these members. */
const settingsMembers = [
  "generationConfig",
  "generation_config",
  "inferenceConfig",
  "textGenerationConfig",
] as const;

function settingsOf(json: Json): readonly Json[] {
  const nested = settingsMembers.map((name) => objectOf(json[name]));
  return [json, ...nested.filter((settings) => settings !== undefined)];
}

/** Requests that go on from what the provider keeps, or that it goes on working at afterwards. */
const stateMembers = [
  "previous_response_id",
  "conversation",
  "background",
  "container",
  "cachedContent",
  "cached_content",
] as const;

/** Tools that the client runs itself, though the provider defined them. */
const clientTool = /^(?:function|custom|bash_|text_editor_|computer_|memory_)/;
const toolMembersOfClients: ReadonlySet<string> = new Set([
  "functionDeclarations",
  "function_declarations",
  "toolSpec",
  "cachePoint",
]);

/** Members that name content by where it lies. */
const pointers: ReadonlySet<string> = new Set([
  "file_id",
  "fileUri",
  "file_uri",
  "s3Location",
  "url",
  "image_url",
  "file_url",
]);

/**
 * Why a request must not be answered with an earlier answer; undefined where it may. What is refused here is
 * refused under every policy, but for the sampling, which `when: always` passes over.
 */
export function whyNotCached(
  operation: CachedOperation,
  json: Json,
  when: ExactCachePolicy["when"],
): CacheRefusal | undefined {
  if (when === "never") return "policy";
  if (when === "deterministic" && operation === "chat" && !isDeterministic(json)) {
    return "not_deterministic";
  }
  if (asksForSeveral(json)) return "several_answers";
  if (operation === "embeddings") return undefined;
  if (goesOnFromState(json)) return "server_state";
  if (hasProviderTools(json)) return "provider_tools";
  if (pointsOutside(json)) return "outside_content";
  return undefined;
}

/** Whether a request goes on from what its provider keeps, or is kept at there: its body alone is not what is asked. */
export const goesOnFromState = (json: Json): boolean =>
  // A prompt that is an object names one that the provider keeps.
  objectOf(json.prompt) !== undefined ||
  stateMembers.some(
    (name) => json[name] !== undefined && json[name] !== null && json[name] !== false,
  );

/** Temperature 0, or a seed: the client asked for the same answer each time, as far as the provider can. */
export const isDeterministic = (json: Json): boolean =>
  settingsOf(json).some(
    ({ temperature, seed }) => temperature === 0 || (seed !== undefined && seed !== null),
  );

const asksForSeveral = (json: Json): boolean =>
  settingsOf(json).some(({ n, candidateCount, candidate_count, best_of }) =>
    [n, candidateCount, candidate_count, best_of].some(
      (count) => count !== undefined && count !== null && count !== 1,
    ),
  );

function hasProviderTools(json: Json): boolean {
  if (json.web_search_options !== undefined) return true;
  if (listOf(json.mcp_servers).length > 0) return true;
  const tools = [...listOf(json.tools), ...listOf(objectOf(json.toolConfig)?.tools)];
  return tools.some((tool) => {
    const told = objectOf(tool);
    if (told === undefined) return true;
    if (typeof told.type === "string") return !clientTool.test(told.type);
    // Anthropic's own tools have a type; a client's may have none, but always a name.
    if (typeof told.name === "string") return false;
    return Object.keys(told).some((name) => !toolMembersOfClients.has(name));
  });
}

function pointsOutside(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || depth > 128) return false;
  if (Array.isArray(value)) return value.some((item) => pointsOutside(item, depth + 1));
  const argument = argumentMember(value as Json);
  return Object.entries(value).some(
    ([name, member]) =>
      name !== argument &&
      ((pointers.has(name) && isPointer(member)) || pointsOutside(member, depth + 1)),
  );
}

/** The member that holds what a model called a tool with, by the formats that have it as JSON: no content, whatever it names. */
function argumentMember(value: Json): "input" | "args" | undefined {
  if (value.type === "tool_use" || typeof value.toolUseId === "string") return "input";
  return typeof value.name === "string" && objectOf(value.args) !== undefined ? "args" : undefined;
}

const isPointer = (member: unknown): boolean =>
  typeof member === "string" ? !member.startsWith("data:") : objectOf(member)?.uri !== undefined;
