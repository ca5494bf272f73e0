import type { WireFormat } from "@headgate/contract";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";

const typeAt = (object: unknown): string | undefined => textOrAbsent(objectOrAbsent(object)?.type);
const isJsonType = (type: string | undefined): boolean =>
  type === "json_schema" || type === "json_object";

const messages = ({ output_config, output_format }: JsonObject): boolean =>
  isJsonType(typeAt(objectOrAbsent(output_config)?.format) ?? typeAt(output_format));

const asking: Partial<Record<WireFormat, (request: JsonObject) => boolean>> = {
  "openai.chat_completions": ({ response_format }) => isJsonType(typeAt(response_format)),
  "openai.responses": ({ text }) => isJsonType(typeAt(objectOrAbsent(text)?.format)),
  "anthropic.messages": messages,
  "vertex.raw_predict": messages,
  "bedrock.converse": ({ outputConfig }) =>
    isJsonType(typeAt(objectOrAbsent(outputConfig)?.textFormat)),
  "gemini.generate_content": ({ generationConfig, generation_config }) => {
    const config = objectOrAbsent(generationConfig ?? generation_config);
    return (config?.responseMimeType ?? config?.response_mime_type) === "application/json";
  },
};

/** Whether a request asks for an answer that is one JSON value. */
export const asksForJson = (format: WireFormat, request: JsonObject): boolean =>
  asking[format]?.(request) === true;
