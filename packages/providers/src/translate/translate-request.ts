import { HeadgateError, type ProviderConfig, type WireFormat } from "@headgate/contract";
import type { CallRequest } from "../wire.ts";
import { AnswerTranslation } from "./answer-translation.ts";
import type { Conversation, Settings } from "./conversation.ts";
import type { AnswerContext, RequestNotes, TranslatedFormat } from "./format.ts";
import { translatedFormat } from "./formats.ts";
import { TranslationNotes } from "./notes.ts";

/** A call's request in the words of the provider that will answer it, and the way back. */
export type RequestTranslation = Readonly<{
  from: WireFormat;
  to: WireFormat;
  pathAndQuery: string;
  body: Buffer;
  /** What the gateway must know of the request as written: estimates count this one. */
  request: CallRequest;
  /** What was not carried over: the policy says whether the call may go on without it. And what was near. */
  notes: TranslationNotes;
  /** Translates the answer back; one for each attempt. */
  answer(
    settings: Readonly<{ status: number; stream: boolean; context: AnswerContext }>,
  ): AnswerTranslation;
}>;

export type RequestToTranslate = Readonly<{
  from: WireFormat;
  to: WireFormat;
  request: CallRequest;
  pathAndQuery: string;
  /** The model to ask the provider for. */
  model: string;
  /** Who will answer. */
  provider: ProviderConfig;
}>;

/** Whether a request of one format can be put into the other. */
export const translates = (from: WireFormat, to: WireFormat): boolean =>
  from !== to && translatedFormat(from) !== undefined && translatedFormat(to) !== undefined;

/**
 * Puts a request into another format.
 *
 * @throws HeadgateError `body_invalid` where a member has the wrong type: the provider will not see it to
 *   say so itself
 */
export function translateRequest(input: RequestToTranslate): RequestTranslation {
  const { from, to, request, pathAndQuery, model } = input;
  const client = translatedFormat(from);
  const spoken = translatedFormat(to);
  if (client === undefined || spoken === undefined || request.json === undefined) {
    throw new HeadgateError("provider_mismatch", `${from} is not translated to ${to}.`);
  }
  const notes = new TranslationNotes();
  const read = client.readRequest(request.json, pathAndQuery, notes);
  const conversation: Conversation = { ...read, model };
  const written = spoken.writeRequest(conversation, requestNotes(notes, client), input.provider);
  return {
    from,
    to,
    pathAndQuery: written.pathAndQuery,
    body: Buffer.from(JSON.stringify(written.body), "utf8"),
    request: { model, stream: read.stream, usageRequested: true, json: written.body },
    notes,
    answer: ({ status, stream, context }) =>
      new AnswerTranslation({ provider: spoken, client, status, stream, context }),
  };
}

/** Settings are named as the client named them. */
function requestNotes(notes: TranslationNotes, client: TranslatedFormat): RequestNotes {
  const name = (setting: keyof Settings): string => client.settingNames[setting];
  return {
    loseSetting: (setting, reason) => notes.lose(name(setting), reason),
    approximateSetting: (setting, reason) => notes.approximate(name(setting), reason),
    lose: (field, reason) => notes.lose(field, reason),
    approximate: (field, reason) => notes.approximate(field, reason),
  };
}
