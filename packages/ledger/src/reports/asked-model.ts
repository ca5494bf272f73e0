import type { SqlParameters } from "./ask.ts";

type AskedModel = Readonly<{ condition: string; parameters: SqlParameters }>;

/** That clients asked for this model; an empty text stands for calls that named none. */
export function askedModel(model: string | undefined): AskedModel {
  if (model === undefined) return { condition: "true", parameters: {} };
  if (model === "") return { condition: "request_model is null", parameters: {} };
  return {
    condition: "request_model = $request_model",
    parameters: { request_model: { type: "text", text: model } },
  };
}
