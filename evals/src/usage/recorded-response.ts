import { type RecordedUsage, type UsageShapeName, usageFromHead } from "@headgate/providers";
import { z } from "zod";

const usageObject = z.record(z.string(), z.unknown());

/** One recorded response: where it came from, and the usage that stood in it. */
export const recordedResponse = z.looseObject({
  host: z.string().nullish(),
  path: z.string().nullish(),
  model: z.string().nullish(),
  stream: z.boolean(),
  usage: usageObject.nullish(),
  stream_usage_events: z
    .array(z.looseObject({ event: z.string().nullish(), usage: usageObject.nullish() }))
    .nullish(),
  bedrock_headers: z.record(z.string(), z.string()).nullish(),
});
export type RecordedResponse = z.infer<typeof recordedResponse>;

/** APIs whose usage has the members of another's; the address tells them apart. */
const shapesByPath: readonly (readonly [RegExp, UsageShapeName])[] = [
  [/\/model\/.+\/invoke(?:-with-response-stream)?$/, "bedrock.invoke_model"],
  [/\/audio\/speech$/, "openai.speech"],
  [/\/audio\/transcriptions$/, "openai.transcriptions"],
  [/\/images\/(?:generations|edits)$/, "openai.images"],
];

/** What stood in a response, as the reader of recorded usage takes it. */
export function usageOf(response: RecordedResponse): RecordedUsage {
  const path = (response.path ?? "").split("?")[0] ?? "";
  const shape = shapesByPath.find(([pattern]) => pattern.test(path))?.[1];
  const head = response.bedrock_headers ?? undefined;
  const events = response.stream ? response.stream_usage_events : undefined;
  const statements = (events ?? [{ usage: response.usage }]).map(({ event, usage }) => ({
    ...(event && { event }),
    usage: shape === "bedrock.invoke_model" ? { usage, ...usageFromHead(head) } : usage,
  }));
  return {
    statements,
    ...(shape !== undefined && { shape }),
    ...(response.model && { model: response.model }),
  };
}
