import { readFileSync } from "node:fs";

/** What a transformer is made of, as its `config.json` says: enough to count its parameters and its cache. */
export type ModelShape = Readonly<{
  layers: number;
  hidden_size: number;
  /** Of the feed-forward of layers without experts; 0 where there is none. */
  intermediate_size: number;
  vocabulary: number;
  tied_embeddings: boolean;
  attention:
    | Readonly<{
        kind: "grouped";
        heads: number;
        kv_heads: number;
        head_size: number;
        output_gate?: boolean;
      }>
    | Readonly<{
        kind: "latent";
        heads: number;
        query_rank: number;
        kv_rank: number;
        nope_size: number;
        rope_size: number;
        value_size: number;
      }>;
  /** Layers that look back only so many tokens. */
  window?: Readonly<{ share_of_layers: number; tokens: number }>;
  /** Layers that keep a state of fixed size instead of a cache that grows. */
  linear_attention?: Readonly<{
    share_of_layers: number;
    key_heads: number;
    value_heads: number;
    head_size: number;
  }>;
  experts?: Readonly<{
    count: number;
    per_token: number;
    intermediate_size: number;
    shared_intermediate_size: number;
    dense_layers: number;
  }>;
  /** Only the experts are stored in the low precision; the rest stays in bf16. */
  quantised?: "experts";
  source: string;
  read_on: string;
}>;

/** A model whose weights can be had, and the names under which hosts sell the same weights. */
export type OpenModel = Readonly<{
  id: string;
  /** As Hugging Face names them. */
  weights: string;
  shape: ModelShape;
  names: readonly string[];
}>;

type File = Readonly<{
  sources: Readonly<Record<string, string>>;
  shapes: readonly (ModelShape & Readonly<{ id: string }>)[];
  models: readonly Readonly<{
    id: string;
    weights: string;
    shape: string;
    names: readonly string[];
  }>[];
}>;

let known: readonly OpenModel[] | undefined;

/** The models of `data/open-models.json`. */
export function openModels(): readonly OpenModel[] {
  if (known !== undefined) return known;
  const path = new URL("../../data/open-models.json", import.meta.url);
  const file = JSON.parse(readFileSync(path, "utf8")) as File;
  known = file.models.map(({ shape: id, ...model }) => {
    const shape = file.shapes.find((listed) => listed.id === id);
    if (shape === undefined) throw new TypeError(`open-models.json: "${id}" is no shape`);
    return { ...model, shape: { ...shape, source: file.sources[shape.source] ?? shape.source } };
  });
  return known;
}

/** The model of this id, name of its weights, or name at a host; undefined where it is not in the table. */
export function openModelNamed(name: string): OpenModel | undefined {
  const asked = plainName(name);
  return openModels().find(
    ({ id, weights, names }) =>
      id === asked || plainName(weights) === asked || names.includes(asked),
  );
}

/** A host's name without path, maker and version of the deployment: `us.meta.llama3-3-70b-instruct-v1:0` → `llama3-3-70b-instruct`. */
export function plainName(name: string): string {
  const last = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  return last
    .replace(/^(?:[a-z]{2,6}\.)?(?:meta|openai|qwen|deepseek|moonshotai|minimax|zai)\./, "")
    .replace(/-v\d+:\d+$/, "")
    .replace(/-v1$/, "");
}
