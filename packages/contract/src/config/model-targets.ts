import { z } from "zod";
import { modelTarget } from "./model-target.ts";

const spreadTargets = z.strictObject({
  targets: z.array(modelTarget).min(1).meta({
    description:
      "Deployments that are as good as each other. Each call has its first by what it is spread by; the others are its fallbacks.",
  }),
  spread: z.enum(["prefix", "conversation"]).default("prefix").meta({
    description:
      "What stays on one deployment: all prompts with the same tools and system text (prefix), or those that have the first message in common as well (conversation).",
  }),
  fallbacks: z
    .array(modelTarget)
    .default([])
    .meta({ description: "Where a call goes, in order, when none of the targets answers." }),
});

/** Where a model name of the operator's own leads. */
export const modelTargetsSchema = z.union([z.array(modelTarget).min(1), spreadTargets], {
  error: "expected a list of provider/model, or targets to spread calls over",
});
export type ModelTargets = z.infer<typeof modelTargetsSchema>;

/** What stays together where calls are spread over deployments. */
export type Spread = z.infer<typeof spreadTargets>["spread"];

/** All that a model name can lead to, each with its path in the configuration below the name. */
export const targetsOf = (
  targets: ModelTargets,
): readonly Readonly<{ path: readonly string[]; target: string }>[] => {
  const under = (names: readonly string[], ...path: readonly string[]) =>
    names.map((name, index) => ({ path: [...path, String(index)], target: name }));
  if (isOrdered(targets)) return under(targets);
  return [...under(targets.targets, "targets"), ...under(targets.fallbacks, "fallbacks")];
};

/** Whether a model name leads to one target and its fallbacks, in order. */
export const isOrdered = (targets: ModelTargets): targets is readonly string[] & ModelTargets =>
  Array.isArray(targets);
