import { readFileSync } from "node:fs";
import { z } from "zod";

export const simulatedModelSchema = z.strictObject({
  id: z.string().min(1),
  provider: z.enum(["openai", "anthropic", "bedrock", "gemini"]),
  /** `reasoning` models spend hidden tokens before they answer. */
  kind: z.enum(["chat", "reasoning", "embedding"]),
  /** yyyy-mm-dd */
  created: z.iso.date(),
  /** The dated name that answers carry when this one is asked for. */
  snapshot: z.string().optional(),
  displayName: z.string().optional(),
  /** Length of an embedding. */
  dimensions: z.int().positive().optional(),
  /** From 0 to 1: how hard a task it does, as `x-simulator-difficulty` says how hard one is. Made up by who runs it. */
  skill: z.number().min(0).max(1).optional(),
});
export type SimulatedModel = Readonly<z.infer<typeof simulatedModelSchema>>;
export type SimulatedProvider = SimulatedModel["provider"];

const fileSchema = z.strictObject({ source: z.string(), models: z.array(simulatedModelSchema) });

/** A model as a request named it. */
export type ServedModel = Readonly<{ model: SimulatedModel; answersAs: string }>;

export interface ModelTable {
  find(provider: SimulatedProvider, name: string): ServedModel | undefined;
  list(provider: SimulatedProvider): readonly SimulatedModel[];
}

/** The models of the room's data file and the given ones, by name and by dated name. */
export function loadModels(
  extra: readonly SimulatedModel[] = [],
  skills: Readonly<Record<string, number>> = {},
): ModelTable {
  const text = readFileSync(new URL("../data/models.json", import.meta.url), "utf8");
  const models = [...fileSchema.parse(JSON.parse(text)).models, ...extra].map((model) => {
    const skill = skills[model.id];
    return skill === undefined ? model : { ...model, skill };
  });
  const served = new Map<string, ServedModel>();
  for (const model of models) {
    const answersAs = model.snapshot ?? model.id;
    served.set(`${model.provider} ${model.id}`, { model, answersAs });
    served.set(`${model.provider} ${answersAs}`, { model, answersAs });
  }
  return {
    find(provider, name) {
      const known = served.get(`${provider} ${name}`);
      if (known !== undefined) return known;
      const undated = name.replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, "");
      const dated = undated === name ? undefined : served.get(`${provider} ${undated}`);
      return dated === undefined ? undefined : { model: dated.model, answersAs: name };
    },
    list: (provider) => models.filter((model) => model.provider === provider),
  };
}
