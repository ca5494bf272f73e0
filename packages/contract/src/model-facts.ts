import { z } from "zod";

/** What a prompt or an answer can be made of. `pdf` is a file that the provider reads itself. */
const modalities = ["text", "image", "audio", "video", "pdf"] as const;
export type Modality = (typeof modalities)[number];

/** How an answer can be bound to a form: to a JSON schema, or to any JSON object. */
const structuredOutputs = ["json_schema", "json_object"] as const;
export type StructuredOutput = (typeof structuredOutputs)[number];

/** Who starts the provider's prompt cache: the request's markers, or the provider by itself. */
const promptCachings = ["explicit", "implicit"] as const;

/** The formats in which a model can be asked, where it has fewer than its provider. */
export const modelWireFormats = ["openai.chat_completions", "openai.responses"] as const;

const flags = <Name extends string>(names: readonly Name[]) =>
  z
    .strictObject(
      Object.fromEntries(names.map((name) => [name, z.boolean()])) as Record<Name, z.ZodBoolean>,
    )
    .partial();
const tokens = z.int().min(1).max(100_000_000);

/** What is known of a model. What is not known is absent, which is neither yes nor no. */
export const modelFactsSchema = z
  .strictObject({
    context_window: tokens.meta({
      description: "Tokens of a prompt and its answer together, as the provider limits them.",
    }),
    max_input_tokens: tokens.meta({ description: "The longest prompt, in tokens." }),
    max_output_tokens: tokens.meta({
      description: "The longest answer, reasoning included, in tokens.",
    }),
    input: flags(modalities).meta({ description: "What a prompt may hold." }),
    output: flags(modalities).meta({ description: "What an answer may hold." }),
    tools: z.boolean().meta({ description: "Whether it can be given functions to call." }),
    parallel_tools: z.boolean().meta({ description: "Whether it calls several at once." }),
    structured_output: flags(structuredOutputs).meta({
      description: "What form its answer can be bound to.",
    }),
    reasoning: z.boolean().meta({ description: "Whether it can think before it answers." }),
    prompt_caching: flags(promptCachings).meta({
      description:
        "explicit: the request marks what the provider keeps; implicit: the provider keeps what it sees again.",
    }),
    batch: z.boolean().meta({ description: "Whether the provider's batch API takes it." }),
    wire_formats: flags(modelWireFormats).meta({
      description: "In which of its provider's formats it can be asked, where not in all.",
    }),
    released_on: z.iso.date(),
    deprecated_on: z.iso.date().meta({
      description: "From this day on the provider does not want it used, or no longer serves it.",
    }),
  })
  .partial();
export type ModelFacts = Readonly<z.infer<typeof modelFactsSchema>>;

/** One fact by its path: `tools`, `input.image`. */
export type FactValue = string | number | boolean;

/** Facts flat, by path, in the order of the schema; what is absent is not there. */
export function factsByPath(facts: ModelFacts): ReadonlyMap<string, FactValue> {
  const found = new Map<string, FactValue>();
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) continue;
    if (typeof value !== "object") found.set(name, value);
    else
      for (const [part, flag] of Object.entries(value))
        if (flag !== undefined) found.set(`${name}.${part}`, flag);
  }
  return found;
}

const abilities: readonly (readonly [string, string])[] = [
  ["input.image", "image"],
  ["input.audio", "audio"],
  ["input.video", "video"],
  ["input.pdf", "pdf"],
  ["tools", "tools"],
  ["structured_output.json_schema", "schema"],
  ["reasoning", "reasoning"],
  ["batch", "batch"],
];

/** What a model is stated to do, in short words; what is not there is either not known or not so. */
export function abilityWords(facts: ModelFacts): readonly string[] {
  const known = factsByPath(facts);
  return abilities.flatMap(([path, word]) => (known.get(path) === true ? [word] : []));
}
