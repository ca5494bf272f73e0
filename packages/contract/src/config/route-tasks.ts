import { z } from "zod";
import { modelTiers } from "../model-tiers.ts";
import { isTaskClass, taskClassNames, taskNameSchema } from "../task-classes.ts";

const whenSchema = z
  .strictObject({
    system_contains: z.string().min(1).max(500).optional().meta({
      description: "Words that stand in the system prompt, in any case of letters.",
    }),
    tags: z
      .record(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/), z.string().max(256))
      .refine((tags) => Object.keys(tags).length > 0, "expected one tag or more")
      .optional()
      .meta({ description: "Tags that the call has; each must fit." }),
    declared: taskNameSchema.optional().meta({
      description: "What the client says in x-headgate-task.",
    }),
  })
  .refine(
    (when) => Object.values(when).some((line) => line !== undefined),
    "expected system_contains, tags or declared",
  )
  .meta({ description: "Which calls are of this task; every line must fit." });

/** What the operator says of tasks: the first line that fits a call decides it. */
export const routeTasksSchema = z
  .array(
    z.strictObject({
      task: taskNameSchema.meta({
        description: `One of ${taskClassNames.join(", ")}, or a name of your own.`,
      }),
      when: whenSchema.optional().meta({
        description:
          "Which calls are of this task. Without it: those that Headgate itself takes for it.",
      }),
      tier: z.enum(modelTiers).optional().meta({
        description:
          "The tier of model that is assumed to do it well. Without it: the one that Headgate assumes for it.",
      }),
    }),
  )
  .max(200)
  .default([])
  .superRefine((tasks, context) => {
    for (const [index, { task, when, tier }] of tasks.entries()) {
      const isOwn = !isTaskClass(task);
      if (isOwn && when === undefined) {
        context.addIssue({
          code: "custom",
          path: [index, "when"],
          message: `needed: Headgate does not know which calls are of the task "${task}"`,
        });
      }
      if (isOwn && tier === undefined) {
        context.addIssue({
          code: "custom",
          path: [index, "tier"],
          message: `needed: Headgate assumes no tier for the task "${task}"`,
        });
      }
      if (!isOwn && when === undefined && tier === undefined) {
        context.addIssue({
          code: "custom",
          path: [index],
          message: "says nothing: give when, tier or both",
        });
      }
    }
  });
export type RouteTasks = z.infer<typeof routeTasksSchema>;
