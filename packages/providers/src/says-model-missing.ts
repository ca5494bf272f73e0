import { z } from "zod";

/**
 * Codes by which providers say that a model is not there, or not there for this credential, whatever the status: OpenAI's
 * (with 404, also 400: https://github.com/Aider-AI/aider/issues/2030, https://github.com/skorokithakis/sysaidmin/issues/9), Groq's
 * for one that was taken down (400: https://github.com/atiilla/sqlmap-ai/issues/3); all read 2026-11-29. The others are
 * names that compatible servers use, not looked up.
 */
const codes: ReadonlySet<string> = new Set([
  "model_not_found",
  "model_not_available",
  "model_decommissioned",
  "invalid_model",
]);

/**
 * Bedrock and OpenRouter say it in words alone, with 400 (https://github.com/komputer-ai/komputer-ai/pull/141,
 * https://github.com/maxnowack/anthropic-proxy/issues/4, read 2026-11-29); the third is Bedrock's with 403, not looked up.
 */
const sentences = [
  /model identifier is invalid/i,
  /is not a valid model id\b/i,
  /don't have access to the model\b/i,
];

const inner = z.object({
  code: z.unknown().optional(),
  type: z.unknown().optional(),
  param: z.unknown().optional(),
  message: z.unknown().optional(),
});
const errorSchema = z.object({ ...inner.shape, error: inner.optional() });

/**
 * Whether an error answer says that the model that was asked is not there, or not for this credential: asking again would
 * be answered the same. A 404 or 410 says so unless it names another parameter, such as an earlier response.
 */
export function saysModelMissing(status: number, body: Buffer): boolean {
  // A fault may pass; what a provider refuses it refuses again.
  if (status < 400 || status >= 500) return false;
  const said = errorIn(body);
  if (codes.has(String(said?.code)) || codes.has(String(said?.type))) return true;
  if (status === 404 || status === 410) {
    const about = said?.param;
    return typeof about !== "string" || about === "model";
  }
  const { message } = said ?? {};
  return (
    (status === 400 || status === 403) &&
    typeof message === "string" &&
    sentences.some((sentence) => sentence.test(message))
  );
}

function errorIn(body: Buffer): z.infer<typeof inner> | undefined {
  try {
    const { error, ...outer } = errorSchema.parse(JSON.parse(body.toString("utf8")));
    return error ?? outer;
  } catch {
    // Not the provider's own JSON: its status alone tells.
    return undefined;
  }
}
