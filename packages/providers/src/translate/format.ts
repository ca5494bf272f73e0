import type { ProviderConfig, WireFormat } from "@headgate/contract";
import type { JsonObject } from "../json-values.ts";
import type { Answer, AnswerError, AnswerEvent } from "./answer.ts";
import type { Conversation, Settings } from "./conversation.ts";
import type { TranslationNotes } from "./notes.ts";

/** A request as a provider's wire takes it. */
export type WrittenRequest = Readonly<{ pathAndQuery: string; body: JsonObject }>;

/** What a written answer needs beside the provider's own. */
export type AnswerContext = Readonly<{
  /** Stands for the answer's id where the provider gave none. */
  callId: string;
  /** Stands for the model where the provider named none. */
  model: string;
  nowMs: number;
  /** Whether the client of a stream asked for a last chunk with usage; only OpenAI's can choose. */
  includeUsage: boolean;
}>;

/** Reads a provider's stream; bytes may be cut anywhere. */
export interface AnswerStreamReader {
  push(chunk: Buffer): readonly AnswerEvent[];
  /** The stream has ended: what its format leaves open is closed. */
  finish(): readonly AnswerEvent[];
}

/** Writes a stream for a client; each event's bytes are whole events of the format. */
export interface AnswerStreamWriter {
  write(event: AnswerEvent): string | Buffer | undefined;
}

export type WrittenError = Readonly<{
  status: number;
  body: JsonObject;
  headers?: Readonly<Record<string, string>>;
}>;

/** One format's two directions: into the canonical conversation and out of it. */
export interface TranslatedFormat {
  readonly format: WireFormat;
  /** How this format's clients name the canonical settings. */
  readonly settingNames: Readonly<Record<keyof Settings, string>>;
  /**
   * @param pathAndQuery of the request: some formats name the model and the stream there
   * @throws HeadgateError `body_invalid` where a member has the wrong type
   */
  readRequest(body: JsonObject, pathAndQuery: string, notes: TranslationNotes): Conversation;
  /** @param provider who will read it: those who speak one format differ in what they take */
  writeRequest(
    conversation: Conversation,
    notes: RequestNotes,
    provider: ProviderConfig,
  ): WrittenRequest;
  readAnswer(body: JsonObject, notes: TranslationNotes): Answer;
  writeAnswer(answer: Answer, context: AnswerContext, notes: TranslationNotes): JsonObject;
  streamReader(notes: TranslationNotes): AnswerStreamReader;
  streamWriter(context: AnswerContext, notes: TranslationNotes): AnswerStreamWriter;
  readonly streamContentType: string;
  /** Whether all official clients pass over a comment line in a stream of this format. */
  readonly takesComments: boolean;
  /** Reads the body of an answer with this error status. */
  readError(status: number, body: JsonObject | undefined): AnswerError;
  writeError(error: AnswerError, status: number, context: AnswerContext): WrittenError;
}

/** Notes of a request's writer, which names settings as the client does. */
export interface RequestNotes {
  loseSetting(setting: keyof Settings, reason: string): void;
  approximateSetting(setting: keyof Settings, reason: string): void;
  lose(field: string, reason: string): void;
  approximate(field: string, reason: string): void;
}
