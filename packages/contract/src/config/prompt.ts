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

/** System prompts that somebody approved a shorter text for. */
export const promptsSchema = z
  .array(
    z.strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "expected up to 40 of a-z, 0-9, _ and -")
        .meta({ description: "By this name its two versions are compared." }),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, "expected 64 digits of 0-9 and a-f")
        .meta({
          description:
            "SHA-256 of the system prompt that it replaces, as `headgate prompts lint` tells it.",
        }),
      text: z.string().min(1).max(400_000).meta({ description: "What is sent in its place." }),
      hold_out: z.number().min(0).max(1).default(0.1).meta({
        description:
          "Share of sessions that keep the original, so that the two can be compared; 0 for none.",
      }),
    }),
  )
  .max(200)
  .default([])
  .superRefine((prompts, context) => {
    for (const member of ["name", "sha256"] as const) {
      const seen = new Set<string>();
      for (const [index, prompt] of prompts.entries()) {
        if (seen.has(prompt[member])) {
          const message = `another prompt has the same ${member}`;
          context.addIssue({ code: "custom", path: [index, member], message });
        }
        seen.add(prompt[member]);
      }
    }
  });
export type ApprovedPrompt = z.infer<typeof promptsSchema>[number];
