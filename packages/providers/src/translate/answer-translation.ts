import { isJsonObject, type JsonObject } from "../json-values.ts";
import type { AnswerError, AnswerEvent } from "./answer.ts";
import type {
  AnswerContext,
  AnswerStreamReader,
  AnswerStreamWriter,
  TranslatedFormat,
} from "./format.ts";
import { TranslationNotes } from "./notes.ts";

export type AnswerTranslationSettings = Readonly<{
  provider: TranslatedFormat;
  client: TranslatedFormat;
  /** Of the provider's answer. */
  status: number;
  /** Whether the provider answers with a stream of events. */
  stream: boolean;
  context: AnswerContext;
}>;

/** The status for an error that a provider put into a 200. */
const BAD_GATEWAY = 502;

/**
 * Translates one answer, whole or streamed. Bytes go in as the provider sent them, cut anywhere; whole
 * events of the client's format come out as they can be written. An answer that is no stream comes out
 * at the end.
 */
export class AnswerTranslation {
  readonly notes = new TranslationNotes();
  readonly contentType: string;
  /** Whether a comment may stand between the events that come out. */
  readonly takesComments: boolean;
  readonly #settings: AnswerTranslationSettings;
  readonly #stream:
    | Readonly<{ reader: AnswerStreamReader; writer: AnswerStreamWriter }>
    | undefined;
  readonly #body: Buffer[] = [];
  #status: number;
  #headers: Readonly<Record<string, string>> = {};

  constructor(settings: AnswerTranslationSettings) {
    const { provider, client, context, stream, status } = settings;
    this.#settings = settings;
    this.#status = status;
    const streams = stream && status < 400;
    this.contentType = streams ? client.streamContentType : "application/json";
    this.takesComments = streams && client.takesComments;
    this.#stream = streams
      ? {
          reader: provider.streamReader(this.notes),
          writer: client.streamWriter(context, this.notes),
        }
      : undefined;
  }

  /** The status for the client; of an error known only at the end. */
  get status(): number {
    return this.#status;
  }

  /** Headers that belong to the client's format. */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  push(bytes: Buffer): Buffer | undefined {
    if (this.#stream !== undefined) return this.#write(this.#stream.reader.push(bytes));
    this.#body.push(bytes);
    return undefined;
  }

  /** The provider's answer has ended. */
  finish(): Buffer | undefined {
    if (this.#stream !== undefined) return this.#write(this.#stream.reader.finish());
    const body = parsed(Buffer.concat(this.#body.splice(0)));
    const { provider, client, status, context } = this.#settings;
    if (status >= 400) return this.#error(provider.readError(status, body), status);
    if (body === undefined || isJsonObject(body.error)) {
      return this.#error(provider.readError(BAD_GATEWAY, body), BAD_GATEWAY);
    }
    const answer = provider.readAnswer(body, this.notes);
    return bytesOf(client.writeAnswer(answer, context, this.notes));
  }

  #error(error: AnswerError, status: number): Buffer {
    const written = this.#settings.client.writeError(error, status, this.#settings.context);
    this.#status = written.status;
    this.#headers = written.headers ?? {};
    return bytesOf(written.body);
  }

  #write(events: readonly AnswerEvent[]): Buffer | undefined {
    const written: Buffer[] = [];
    for (const event of events) {
      const piece = this.#stream?.writer.write(event);
      if (piece !== undefined)
        written.push(typeof piece === "string" ? Buffer.from(piece, "utf8") : piece);
    }
    return written.length === 0 ? undefined : Buffer.concat(written);
  }
}

const bytesOf = (json: JsonObject): Buffer => Buffer.from(JSON.stringify(json), "utf8");

function parsed(bytes: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
