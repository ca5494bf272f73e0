import { z } from "zod";

const tokens = z.int().min(1_000).max(100_000_000);

/** How histories are kept short. Nothing is done unless it is said here. */
export const contextSchema = z
  .strictObject({
    strategy: z
      .enum(["none", "auto", "window", "budget", "clear_tool_results", "summary"])
      .default("none")
      .meta({
        description:
          "none: the history goes as it is; auto: old tool results are cleared when that pays after the provider's cache that it breaks; window: old turns go above a number of turns; budget: above a number of tokens; clear_tool_results: old tool results go above a number of tokens; summary: as budget, and what went is summed up by a model.",
      }),
    keep_turns: z.int().min(1).max(100).default(2).meta({
      description:
        "The last turns (an answer of the model's, with the results of the tools that it called) that are never touched.",
    }),
    entry_cap_tokens: z.int().min(100).max(1_000_000).optional().meta({
      description:
        "Tool results longer than about so many tokens (four letters each) are cut in their middle when they come in; the whole text can be had by its handle. 600 where the strategy is auto; absent: not at all.",
    }),
    window: z
      .strictObject({
        max_turns: z.int().min(2).max(10_000).default(40),
        to_turns: z.int().min(1).max(10_000).default(20),
      })
      .prefault({})
      .meta({
        description:
          "Of the strategy window: above max_turns, old ones go until to_turns are left.",
      }),
    budget: z
      .strictObject({ max_tokens: tokens.default(32_000), to_tokens: tokens.default(16_000) })
      .prefault({})
      .meta({
        description:
          "Of the strategies budget and summary: above max_tokens, old turns go until to_tokens are left.",
      }),
    clear: z
      .strictObject({
        above_tokens: tokens.default(30_000),
        at_least_tokens: z.int().min(0).max(100_000_000).default(10_000),
      })
      .prefault({})
      .meta({
        description:
          "Of the strategy clear_tool_results: above so many tokens, where clearing takes away at least so many.",
      }),
    context_window: z
      .union([tokens, z.literal("catalogue")])
      .optional()
      .meta({
        description:
          "The tokens that the model takes in one request. At 90 % of it old turns go until half is left, whatever the strategy. catalogue: what is known of the model that is asked, which also holds where nothing is said here and the policy asks for anything else. Where it is not known nothing is done.",
      }),
    retrieve_turns: z.int().min(0).max(10).default(0).meta({
      description:
        "So many turns that went are shown again beside a new question that has words in common with them.",
    }),
    summary: z
      .strictObject({
        model: z.string().min(1).max(256).meta({
          description:
            "The model that sums up, by a name of models or as provider/model; its provider must speak OpenAI's chat completions.",
        }),
        max_tokens: z.int().min(100).max(10_000).default(1_000),
        timeout_ms: z.int().min(100).max(120_000).default(20_000).meta({
          description: "How long a call waits for its summary; then it goes on without.",
        }),
      })
      .optional(),
  })
  .superRefine((policy, context) => {
    const issue = (path: string[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    const { window, budget, summary, strategy } = policy;
    if (window.to_turns >= window.max_turns)
      issue(["window", "to_turns"], "must be below max_turns");
    if (budget.to_tokens >= budget.max_tokens)
      issue(["budget", "to_tokens"], "must be below max_tokens");
    if (strategy === "summary" && summary === undefined)
      issue(["summary"], "the strategy summary needs a model");
  });
export type ContextPolicy = z.infer<typeof contextSchema>;

/** The entry cap that holds: `auto` has one of its own. */
export const entryCapOf = ({ strategy, entry_cap_tokens }: ContextPolicy): number | undefined =>
  entry_cap_tokens ?? (strategy === "auto" ? 600 : undefined);
