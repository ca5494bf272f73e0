import type { WireFormat } from "@headgate/contract";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";

/** The form that a request binds its answer to. */
export type AnswerForm = Readonly<{
  isJson: boolean;
  /** What the request says of it, as it says it: a schema, or a name alone. */
  stated: readonly unknown[];
}>;

const typeOf = (form: unknown): string | undefined => textOrAbsent(objectOrAbsent(form)?.type);

const byType = (form: unknown): AnswerForm | undefined => {
  const type = typeOf(form);
  if (type === undefined) return undefined;
  return { isJson: type === "json_schema" || type === "json_object", stated: [form] };
};

const messages = ({ output_config, output_format }: JsonObject): AnswerForm | undefined =>
  byType(objectOrAbsent(output_config)?.format) ?? byType(output_format);

const forms: Partial<Record<WireFormat, (request: JsonObject) => AnswerForm | undefined>> = {
  "openai.chat_completions": ({ response_format }) => byType(response_format),
  "openai.responses": ({ text }) => byType(objectOrAbsent(text)?.format),
  "anthropic.messages": messages,
  "vertex.raw_predict": messages,
  "bedrock.converse": ({ outputConfig }) => byType(objectOrAbsent(outputConfig)?.textFormat),
  "gemini.generate_content": ({ generationConfig, generation_config }) => {
    const config = objectOrAbsent(generationConfig ?? generation_config);
    const type = config?.responseMimeType ?? config?.response_mime_type;
    const schemas = [
      config?.responseSchema ?? config?.response_schema,
      config?.responseJsonSchema ?? config?.response_json_schema,
    ].filter((schema) => schema !== undefined);
    if (type === undefined && schemas.length === 0) return undefined;
    return { isJson: type === "application/json", stated: [type, ...schemas] };
  },
};

/** The form that a request binds its answer to; `undefined` where it says none. */
export const answerFormOf = (format: WireFormat, request: JsonObject): AnswerForm | undefined =>
  forms[format]?.(request);
