import { z } from "zod";

/** Ways to say a prompt with fewer tokens, in the order in which they act. */
export const promptPasses = [
  "terminal_codes",
  "json",
  "columnar_json",
  "blank_lines",
  "base64",
  "repeated_blocks",
  "chunk_overlap",
] as const;
export type PromptPass = (typeof promptPasses)[number];

/** Those that leave out nothing but what a model cannot read or does not need to. */
export const losslessPasses = [
  "terminal_codes",
  "json",
  "blank_lines",
  "base64",
] as const satisfies readonly PromptPass[];

const pattern = z.string().min(1).max(200);

export const promptSchema = z.strictObject({
  lossless: z
    .boolean()
    .default(false)
    .meta({
      description: `Whether the safe passes act: ${losslessPasses.join(", ")}.`,
    }),
  passes: z.array(z.enum(promptPasses)).max(promptPasses.length).default([]).meta({
    description:
      "Passes that act beside these. columnar_json: lists of like objects as tables; repeated_blocks: lines that an earlier tool result has; chunk_overlap: what retrieved passages share at their edges.",
  }),
  in: z
    .array(z.enum(["tool_results", "documents", "user"]))
    .min(1)
    .max(3)
    .default(["tool_results"])
    .meta({
      description:
        "Where they act. Documents whose citations are asked for stay as they are. System prompts and answers are never shortened.",
    }),
  except_tools: z.array(pattern).max(100).default([]).meta({
    description: "Tools whose results stay as they are; * stands for any letters.",
  }),
  editing_tools: z.enum(["careful", "as_others"]).default("careful").meta({
    description:
      "careful: where the request offers a tool that edits files by quoting their text, json, columnar_json and blank_lines do not act, since the model would quote what it saw.",
  }),
});
export type PromptPolicy = z.infer<typeof promptSchema>;
