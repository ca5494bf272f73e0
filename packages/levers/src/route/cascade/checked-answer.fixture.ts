import type { AskedForm } from "@headgate/providers";
import type { CheckedAnswer } from "./checked-answer.ts";

/** Constructed: a request that asks for nothing special. */
const plainForm: AskedForm = {
  json: false,
  schema: undefined,
  tools: [],
  toolsAreAll: true,
  mustCall: false,
  maxOutputTokens: undefined,
  several: false,
};

/** Constructed: an answer with this text, and what else is said of it. */
export function answered(
  text: string,
  {
    prompt = "What is the capital of France?",
    asked = {},
    answer = {},
  }: Readonly<{
    prompt?: string;
    asked?: Partial<AskedForm>;
    answer?: Partial<CheckedAnswer["answer"]>;
  }> = {},
): CheckedAnswer {
  return {
    asked: { ...plainForm, ...asked },
    prompt,
    answer: { text, toolCalls: [], stop: "end", likelihoods: undefined, ...answer },
  };
}
