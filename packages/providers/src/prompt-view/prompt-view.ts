import type { WireFormat } from "@headgate/contract";
import type { JsonPath } from "../json-path.ts";

/** One text of a request: a string value of its body, and where it stands. */
export type PromptText = Readonly<{ path: JsonPath; text: string }>;

/** A tool that the model asked for. */
export type ToolCall = Readonly<{
  path: JsonPath;
  id: string | undefined;
  name: string | undefined;
}>;

/** What a tool answered. */
export type ToolResult = Readonly<{
  path: JsonPath;
  /** The id of the tool call that it answers. */
  callId: string | undefined;
  name: string | undefined;
  texts: readonly PromptText[];
  /** It holds more than text: pictures, or an object as such. */
  hasOther: boolean;
}>;

export type PromptMessage = Readonly<{
  /** The item of the list; where the whole list is one string, that string. */
  path: JsonPath;
  role: "system" | "user" | "assistant" | "tool";
  /** Its plain texts, without tool results and documents. */
  texts: readonly PromptText[];
  toolCalls: readonly ToolCall[];
  toolResults: readonly ToolResult[];
  /** Texts of blocks that the format knows as documents or search results. */
  documents: readonly PromptText[];
  /** It holds pictures, files, thinking or what is not known here: it stays whole. */
  hasOther: boolean;
  /** The client put a cache marker into it. */
  cacheMarked: boolean;
}>;

/**
 * A request as levers look at it: what its texts are and where they stand, the same for all formats. Nothing is
 * converted: paths lead into the client's own body, where `applyJsonEdits` changes what a lever names.
 */
export type PromptView = Readonly<{
  format: WireFormat;
  /** Instructions that stand beside the list of messages. */
  system: readonly PromptText[];
  /** Where the definitions of tools stand; undefined where there are none. */
  toolsPath: JsonPath | undefined;
  tools: readonly unknown[];
  /** Where the list of messages stands. */
  listPath: JsonPath;
  messages: readonly PromptMessage[];
  /** Where the limit of the answer's tokens stands, or would stand. */
  maxOutput: Readonly<{ path: JsonPath; value: number | undefined }>;
}>;
