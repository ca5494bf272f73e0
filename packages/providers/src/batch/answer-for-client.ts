import { HeadgateError, type WireFormat } from "@headgate/contract";
import { isJsonObject, type JsonObject } from "../json-values.ts";
import { AnswerTranslation } from "../translate/answer-translation.ts";
import type { AnswerContext } from "../translate/format.ts";
import { translatedFormat } from "../translate/formats.ts";
import type { Note } from "../translate/notes.ts";

/** An answer as its client gets it. */
export type ClientAnswer = Readonly<{
  status: number;
  body: JsonObject;
  /** What the client's format cannot carry. */
  lost: readonly Note[];
}>;

/**
 * A provider's whole answer in the client's format.
 *
 * @param context of the answer; `includeUsage` means nothing here
 */
export function answerForClient(
  answer: Readonly<{ status: number; body: JsonObject }>,
  formats: Readonly<{ client: WireFormat; provider: WireFormat }>,
  context: Omit<AnswerContext, "includeUsage">,
): ClientAnswer {
  if (formats.client === formats.provider) return { ...answer, lost: [] };
  const client = translatedFormat(formats.client);
  const provider = translatedFormat(formats.provider);
  if (client === undefined || provider === undefined) {
    throw new HeadgateError(
      "provider_mismatch",
      `${formats.provider} is not translated to ${formats.client}.`,
    );
  }
  const translation = new AnswerTranslation({
    provider,
    client,
    status: answer.status,
    stream: false,
    context: { ...context, includeUsage: false },
  });
  translation.push(Buffer.from(JSON.stringify(answer.body), "utf8"));
  const body: unknown = JSON.parse((translation.finish() ?? Buffer.from("{}")).toString("utf8"));
  if (!isJsonObject(body)) throw new HeadgateError("internal", "A translated answer is no object.");
  return { status: translation.status, body, lost: translation.notes.lost };
}
