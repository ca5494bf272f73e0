import type { WireFormat } from "@headgate/contract";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";

const typeAt = (object: unknown): string | undefined => textOrAbsent(objectOrAbsent(object)?.type);
const isJsonType = (type: string | undefined): boolean =>
  type === "json_schema" || type === "json_object";

/** Whether a request asks for an answer that is one JSON value. */
export function asksForJson(format: WireFormat, request: JsonObject): boolean {
  switch (format) {
    case "openai.chat_completions":
      return isJsonType(typeAt(request.response_format));
    case "openai.responses":
      return isJsonType(typeAt(objectOrAbsent(request.text)?.format));
    case "anthropic.messages":
    case "vertex.raw_predict":
      return isJsonType(
        typeAt(objectOrAbsent(request.output_config)?.format) ?? typeAt(request.output_format),
      );
    case "bedrock.converse":
      return isJsonType(typeAt(objectOrAbsent(request.outputConfig)?.textFormat));
    case "gemini.generate_content": {
      const config = objectOrAbsent(request.generationConfig ?? request.generation_config);
      return (config?.responseMimeType ?? config?.response_mime_type) === "application/json";
    }
    default:
      return false;
  }
}
