import { z } from "zod";
import type { ModelTier } from "./model-tiers.ts";

/**
 * What calls are made for, each with the tier of model that is assumed to do it well until labels say more, and why.
 * An assumption is all that this is: no data stands behind it, and it is acted upon only where a policy asks for it.
 */
export const taskClasses = {
  intent: { tier: "micro", reason: "one of a few names is chosen, and can be checked" },
  extraction: { tier: "micro", reason: "what is asked for stands in the text" },
  formatting: { tier: "micro", reason: "form changes, content does not" },
  filtering: { tier: "micro", reason: "yes or no by a stated rule" },
  language: { tier: "micro", reason: "naming a language is a matter of few words" },
  summarise: { tier: "budget", reason: "the text says all; what matters of it is to be told" },
  translate: { tier: "budget", reason: "the text says all; wording is to be found" },
  structured_extraction: {
    tier: "budget",
    reason: "many fields in one form: more is missed than with one",
  },
  faq: { tier: "budget", reason: "the answer stands in what is given along" },
  sentiment: { tier: "budget", reason: "one of a few names, but tone and irony are easily missed" },
  generation: { tier: "flagship", reason: "people read every word, and no rule checks it" },
  analysis: { tier: "flagship", reason: "conclusions are drawn that stand nowhere" },
  support: { tier: "flagship", reason: "customers are answered, over several turns" },
  code: { tier: "flagship", reason: "one wrong sign is a fault" },
  multi_step: {
    tier: "premium",
    reason: "faults of early steps are carried through all later ones",
  },
  research: { tier: "premium", reason: "many sources are weighed against each other" },
  legal_medical: { tier: "premium", reason: "a fault does harm" },
  architecture: { tier: "premium", reason: "much follows from each choice, for long" },
} as const satisfies Readonly<Record<string, Readonly<{ tier: ModelTier; reason: string }>>>;
export type TaskClass = keyof typeof taskClasses;

export const taskClassNames = Object.keys(taskClasses) as [TaskClass, ...TaskClass[]];

export const isTaskClass = (name: string): name is TaskClass => Object.hasOwn(taskClasses, name);

/** What a task is called: by a client in `x-headgate-task`, by the operator in a policy. */
export const taskNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, "expected 1 to 64 letters, digits or any of _ . -");
