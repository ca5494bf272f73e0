import type { PromptPolicy } from "@headgate/contract";
import { fitsPattern } from "@headgate/pricing";
import { isJsonObject, type JsonPath, type PromptText, type PromptView } from "@headgate/providers";

/** A text that the policy lets be shortened. */
export type ShortenableText = PromptText &
  Readonly<{
    /** Texts of one number are of the same tool result, or of the same message's documents. */
    group: number;
    /** Whether it stands behind the last answer of the model: it is sent for the first time. */
    isNewest: boolean;
    kind: PromptPolicy["in"][number];
  }>;

/** Whether a request has a text of any kind that may be shortened; a glance, for most have none. */
export const mayShorten = ({ messages }: PromptView, { in: kinds }: Pick<PromptPolicy, "in">) =>
  messages.some(
    ({ role, toolResults, documents }) =>
      toolResults.length > 0 || documents.length > 0 || (role === "user" && kinds.includes("user")),
  );

/** What of a request may be shortened, in the order in which it stands there. System prompts and answers never are. */
export function textsToShorten(
  view: PromptView,
  json: unknown,
  policy: Pick<PromptPolicy, "in" | "except_tools">,
): readonly ShortenableText[] {
  const found: ShortenableText[] = [];
  const lastAnswer = view.messages.findLastIndex(({ role }) => role === "assistant");
  const toolNames = new Map<string, string>();
  let group = 0;
  for (const [index, message] of view.messages.entries()) {
    for (const { id, name } of message.toolCalls) {
      if (id !== undefined && name !== undefined) toolNames.set(id, name);
    }
    const add = (texts: readonly PromptText[], kind: ShortenableText["kind"]): void => {
      if (!policy.in.includes(kind)) return;
      group += 1;
      for (const text of texts) found.push({ ...text, group, isNewest: index > lastAnswer, kind });
    };
    for (const { name, callId, texts } of message.toolResults) {
      const tool = name ?? (callId === undefined ? undefined : toolNames.get(callId));
      const isExcepted = policy.except_tools.some(
        (pattern) => tool !== undefined && fitsPattern(pattern, tool),
      );
      // Of a tool that is not known it cannot be said that it is none of these.
      if (!isExcepted && (tool !== undefined || policy.except_tools.length === 0))
        add(texts, "tool_results");
    }
    add(
      message.documents.filter(({ path }) => !isCited(json, path)),
      "documents",
    );
    if (message.role === "user") add(message.texts, "user");
  }
  return found;
}

/** Whether the answer is to cite this text by its letters' places: those would move. */
function isCited(json: unknown, path: JsonPath): boolean {
  let current = json;
  for (const step of path) {
    if (
      isJsonObject(current) &&
      isJsonObject(current.citations) &&
      current.citations.enabled === true
    )
      return true;
    if (Array.isArray(current) && typeof step === "number") current = current[step];
    else if (isJsonObject(current) && typeof step === "string") current = current[step];
    else return false;
  }
  return false;
}

/** As agents and providers name such tools: `Edit`, `edit_file`, `str_replace_based_edit_tool`, `apply_patch`. */
const editing =
  /(?<![A-Za-z])edit|Edit(?![a-z])|[Ss]tr_?[Rr]eplace|[Aa]pply_?(?:[Pp]atch|[Dd]iff)|[Rr]eplace_?[Ii]n|[Ss]earch_?(?:and_?)?[Rr]eplace|text_?editor/;

/** Whether the request offers a tool that changes files by quoting what they say. */
export const offersEditing = ({ tools }: PromptView): boolean =>
  tools.some((tool) => namesIn(tool, 0).some((name) => editing.test(name)));

/** Names and types of tools, wherever the formats put them. */
function namesIn(value: unknown, depth: number): readonly string[] {
  if (depth > 3) return [];
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, depth + 1));
  if (!isJsonObject(value)) return [];
  const own = [value.name, value.type].filter((name) => typeof name === "string");
  const { function: ofFunction, toolSpec, functionDeclarations } = value;
  return [
    ...own,
    ...[ofFunction, toolSpec, functionDeclarations].flatMap((inner) => namesIn(inner, depth + 1)),
  ];
}
