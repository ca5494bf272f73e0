import { z } from "zod";

/** The cosines that have a name. */
const STRICT = 0.98;
const DEFAULT = 0.95;

/** Whether a near question's answer may be given, and by which measure. */
export const semanticCacheSchema = z
  .strictObject({
    mode: z.enum(["off", "shadow", "on"]).default("off").meta({
      description:
        "off: not at all; shadow: hits are computed and compared with the providers' answers, and none is served; on: they are served.",
    }),
    threshold: z
      .union([z.literal("strict"), z.number().min(0.8).max(1)])
      .optional()
      .meta({
        description: `The least cosine of two questions, ${DEFAULT} unless said; strict: ${STRICT}. Not with max_wrong_share.`,
      }),
    max_wrong_share: z.number().min(0.005).max(0.5).optional().meta({
      description:
        "Instead of a threshold: the largest share of hits that may be wrong. Serves nothing before that is certified by compared answers, at 90 % confidence.",
    }),
    max_wait_ms: z.int().min(1).max(10_000).default(500).meta({
      description: "How long a call may wait for its vector; then it goes on without.",
    }),
  })
  .superRefine(({ threshold, max_wrong_share }, context) => {
    if (threshold === undefined || max_wrong_share === undefined) return;
    context.addIssue({
      code: "custom",
      path: ["max_wrong_share"],
      message: "say either threshold or max_wrong_share: a namespace is decided by one of them",
    });
  });
export type SemanticCachePolicy = z.infer<typeof semanticCacheSchema>;

type Memory = Readonly<{ max_bytes: number }>;
type Configured = Readonly<{
  policies: readonly Readonly<{ semantic_cache: SemanticCachePolicy }>[];
  caches: Readonly<{ exact: Memory; semantic: Memory }>;
}>;

/** Policies that ask for near questions where the gateway has no memory for them, or for their answers. */
export function semanticWithoutMemory({ policies, caches }: Configured) {
  const missing = (["exact", "semantic"] as const).find((cache) => caches[cache].max_bytes === 0);
  if (missing === undefined) return [];
  return policies.flatMap(({ semantic_cache: { mode } }, index) =>
    mode === "off"
      ? []
      : [
          {
            path: ["policies", String(index), "semantic_cache", "mode"],
            message: `"${mode}" needs caches.${missing}.max_bytes above 0`,
          },
        ],
  );
}

/** The least cosine at which a policy serves; undefined where it serves by what it measured. */
export function fixedThreshold({
  threshold,
  max_wrong_share,
}: SemanticCachePolicy): number | undefined {
  if (max_wrong_share !== undefined) return undefined;
  return threshold === "strict" ? STRICT : (threshold ?? DEFAULT);
}
