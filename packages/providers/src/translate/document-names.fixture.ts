import type { Message, Part, ToolResultContent } from "./conversation.ts";

/** Where documents have to be named, no two of them by the same name. */
export function withOwnNames(): (message: Message) => Message {
  let documents = 0;
  const named = <Any extends Part | ToolResultContent>(part: Any): Any => {
    if (part.kind !== "document") return part;
    documents += 1;
    return { ...part, name: `${part.name} ${documents}` };
  };
  return ({ role, parts }) => ({
    role,
    parts: parts.map((part) =>
      part.kind === "tool-result" ? { ...part, content: part.content.map(named) } : named(part),
    ),
  });
}
