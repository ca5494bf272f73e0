import type { Modality, ModelFacts, modelWireFormats, StructuredOutput } from "@headgate/contract";

/** What a call needs of a model. What is not said is not needed. */
export type CallNeeds = Readonly<{
  /** Tokens of the prompt as counted or bounded from above. */
  inputTokens: number;
  /** The longest answer that the call allows, reasoning included; absent: the model's own limit will do. */
  outputTokens?: number | undefined;
  input?: readonly Modality[];
  output?: readonly Modality[];
  tools?: boolean;
  parallelTools?: boolean;
  structuredOutput?: StructuredOutput | undefined;
  reasoning?: boolean;
  /** The format in which the provider would be asked, where it is one that not all of its models take. */
  wireFormat?: (typeof modelWireFormats)[number] | undefined;
}>;

/** A need that is not met, or not known to be; `need` is the fact's path. */
export type MissingNeed = Readonly<{
  need: string;
  kind: "not_met" | "not_known";
  reason: string;
}>;
export type Fitness =
  | Readonly<{ kind: "fits" }>
  | Readonly<{ kind: "does_not_fit"; missing: readonly MissingNeed[] }>;

/** The longest prompt that a model takes, in tokens; undefined where it is not known. */
export const longestPrompt = (facts: ModelFacts): number | undefined =>
  facts.max_input_tokens ?? facts.context_window;

const fits: Fitness = { kind: "fits" };

/**
 * Whether a model can take a call. What is not known does not fit: a call is not sent on a guess, and who knows better
 * states it under `catalogue:`. Text is taken for granted, and so is the provider's own wire format, unless stated otherwise.
 */
export function fitsCall(facts: ModelFacts, needs: CallNeeds): Fitness {
  const missing: MissingNeed[] = [...lengthsMissing(facts, needs)];
  const ask = (need: string, value: boolean | undefined, granted: boolean): void => {
    if (value === true || (value === undefined && granted)) return;
    missing.push(
      value === undefined
        ? { need, kind: "not_known", reason: `${need} is not known` }
        : { need, kind: "not_met", reason: `${need} is not offered` },
    );
  };
  for (const one of needs.input ?? []) ask(`input.${one}`, facts.input?.[one], one === "text");
  for (const one of needs.output ?? []) ask(`output.${one}`, facts.output?.[one], one === "text");
  if (needs.tools === true || needs.parallelTools === true) ask("tools", facts.tools, false);
  if (needs.parallelTools === true) ask("parallel_tools", facts.parallel_tools, false);
  if (needs.reasoning === true) ask("reasoning", facts.reasoning, false);
  const { structuredOutput, wireFormat } = needs;
  if (structuredOutput !== undefined) {
    const { json_schema, json_object } = facts.structured_output ?? {};
    // What can be held to any schema can be held to an object of any form, unless it is stated otherwise.
    const known =
      structuredOutput === "json_object" ? (json_object ?? yes(json_schema)) : json_schema;
    ask(`structured_output.${structuredOutput}`, known, false);
  }
  if (wireFormat !== undefined)
    ask(`wire_formats.${wireFormat}`, facts.wire_formats?.[wireFormat], true);
  return missing.length === 0 ? fits : { kind: "does_not_fit", missing };
}

const yes = (value: boolean | undefined): true | undefined => (value === true ? true : undefined);

function* lengthsMissing(facts: ModelFacts, needs: CallNeeds): Generator<MissingNeed> {
  const { context_window, max_input_tokens, max_output_tokens } = facts;
  const { inputTokens, outputTokens } = needs;
  const longest = longestPrompt(facts);
  if (longest === undefined) {
    yield {
      need: "context_window",
      kind: "not_known",
      reason: "neither context_window nor max_input_tokens is known",
    };
  } else if (inputTokens > longest) {
    yield {
      need: max_input_tokens === undefined ? "context_window" : "max_input_tokens",
      kind: "not_met",
      reason: `a prompt of ${inputTokens} tokens is longer than ${longest}`,
    };
  }
  if (outputTokens === undefined) return;
  if (max_output_tokens === undefined) {
    yield {
      need: "max_output_tokens",
      kind: "not_known",
      reason: "max_output_tokens is not known",
    };
  } else if (outputTokens > max_output_tokens) {
    yield {
      need: "max_output_tokens",
      kind: "not_met",
      reason: `an answer of ${outputTokens} tokens is longer than ${max_output_tokens}`,
    };
  }
  const both = inputTokens + outputTokens;
  // Some lists call the window of prompt and answer the longest prompt: only what is within it is sure to fit.
  if (context_window === undefined && longest !== undefined && both > longest) {
    if (inputTokens > longest) return;
    yield {
      need: "context_window",
      kind: "not_known",
      reason: `whether prompt and answer, ${both} tokens, fit together is not known beyond ${longest}`,
    };
  } else if (context_window !== undefined && both > context_window) {
    yield {
      need: "context_window",
      kind: "not_met",
      reason: `prompt and answer, ${both} tokens, are longer than ${context_window}`,
    };
  }
}
