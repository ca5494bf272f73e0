/** A function that the model may call, with the JSON schema of its arguments. */
export type Tool = Readonly<{ name: string; schema: unknown }>;

/** The words in a user's message that make the simulated model call a tool. */
export const TOOL_PHRASE = "use the tool";

/**
 * The tool to call: any when one is required or the last message is a user's with the words "use
 * the tool" (the one that the message names before the others); else none.
 */
export function chooseTool(
  tools: readonly Tool[],
  choice: Readonly<{ mode: "none" | "auto" | "required" }>,
  lastUserText: string | undefined,
): Tool | undefined {
  const text = lastUserText?.toLowerCase() ?? "";
  const wanted =
    choice.mode === "required" || (choice.mode === "auto" && text.includes(TOOL_PHRASE));
  if (!wanted) return undefined;
  return tools.find((tool) => text.includes(tool.name.toLowerCase())) ?? tools[0];
}
