import { z } from "zod";
import { operations } from "../wire-format.ts";
import { contextSchema } from "./context.ts";
import { deferralSchema } from "./deferral.ts";
import { holdoutSchema } from "./holdout.ts";
import { outputSchema } from "./output.ts";
import { prefixCacheSchema } from "./prefix-cache.ts";
import { promptSchema } from "./prompt.ts";
import { routeSchema } from "./route.ts";
import { semanticCacheSchema } from "./semantic-cache.ts";
import { whosePatterns } from "./whose.ts";

/** What traffic a policy is for; all of it where nothing is said. Every line must fit. */
const matchSchema = z
  .strictObject({
    ...whosePatterns,
    model: z.string().min(1).optional().meta({
      description: "The model that the client asks for; * stands for any letters.",
    }),
    operation: z.enum(operations).optional(),
  })
  .prefault({});

export const exactCacheSchema = z.strictObject({
  when: z.enum(["deterministic", "always", "never"]).default("deterministic").meta({
    description:
      "deterministic: embeddings, and chats with temperature 0 or a seed; always: whatever the sampling, so that one answer of many stands for all; never: not at all.",
  }),
  ttl_minutes: z.int().min(1).max(43_200).default(60).meta({
    description: "How long an answer may be used again.",
  }),
  namespace: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, "expected 1 to 64 letters, digits or any of _ . -")
    .default("default")
    .meta({ description: "Answers of one namespace never answer a question of another." }),
  share: z.enum(["key", "project", "team", "organisation"]).default("key").meta({
    description:
      "Who may get each other's answers: calls of one key, or of all keys that are bound to the same project, team or organisation. A key that is not bound to one shares with none.",
  }),
  normalise: z.boolean().default(false).meta({
    description:
      "Whether a last message that differs in case, punctuation, greeting and politeness alone is the same question.",
  }),
  key_headers: z
    .array(z.string().regex(/^[a-z0-9-]+$/, "expected a header's name in lower case"))
    .max(16)
    .default([])
    .meta({
      description:
        "Request headers of yours that change the provider's answer, beside those of the providers' own.",
    }),
});
export type ExactCachePolicy = z.infer<typeof exactCacheSchema>;

export const policiesSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(100),
      match: matchSchema,
      exact_cache: exactCacheSchema.prefault({}),
      semantic_cache: semanticCacheSchema.prefault({}),
      route: routeSchema.prefault({}),
      output: outputSchema.prefault({}),
      context: contextSchema.prefault({}),
      prompt: promptSchema.prefault({}),
      prefix_cache: prefixCacheSchema.prefault({}),
      batch: deferralSchema.prefault({}),
      holdout: holdoutSchema.optional(),
    }),
  )
  .max(500)
  .default([])
  .superRefine((policies, context) => {
    const names = new Set<string>();
    for (const [index, { name }] of policies.entries()) {
      if (names.has(name)) {
        context.addIssue({
          code: "custom",
          path: [index, "name"],
          message: `another policy is named "${name}"`,
        });
      }
      names.add(name);
    }
  });
export type Policy = z.infer<typeof policiesSchema>[number];

export const cachesSchema = z
  .strictObject({
    exact: z
      .strictObject({
        max_bytes: z.int().min(0).default(134_217_728).meta({
          description: "Memory for kept answers in each gateway; 0 switches the cache off.",
        }),
        max_entry_bytes: z.int().positive().default(1_048_576).meta({
          description: "Larger answers are not kept.",
        }),
        max_request_bytes: z.int().positive().default(1_048_576).meta({
          description: "Larger requests are not looked for.",
        }),
      })
      .prefault({}),
    semantic: z
      .strictObject({
        max_bytes: z.int().min(0).default(134_217_728).meta({
          description:
            "Memory for vectors and words of questions in each gateway; the answers lie in the exact cache's memory. 0 switches the semantic cache off.",
        }),
        max_entries: z.int().min(1).max(100_000).default(100_000).meta({
          description: "The most questions of one namespace and of those who share it.",
        }),
      })
      .prefault({}),
    context: z
      .strictObject({
        max_bytes: z.int().min(0).default(67_108_864).meta({
          description:
            "Memory in each gateway for texts that policies took out of histories, to be had by their handles.",
        }),
      })
      .prefault({}),
    prompt: z
      .strictObject({
        max_bytes: z.int().min(0).default(33_554_432).meta({
          description:
            "Memory in each gateway for undoing what the prompt lever's passes did to the newest calls: what was sent, and what was taken away. With 0 nothing that passes took away is held; what they made of texts is remembered in 32 MiB all the same, to save time.",
        }),
        minutes: z.int().min(1).max(10_080).default(60).meta({
          description: "How long that is held at most.",
        }),
      })
      .prefault({}),
    prefix: z
      .strictObject({
        max_places: z.int().min(1_000).max(1_000_000).default(20_000).meta({
          description:
            "How many places in prompts each gateway remembers to measure how soon prompts are used again; about 300 bytes each, digests and times only.",
        }),
        max_request_bytes: z.int().positive().default(1_048_576).meta({
          description: "Larger requests are not looked at.",
        }),
      })
      .prefault({}),
  })
  .prefault({});
