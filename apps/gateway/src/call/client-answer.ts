import type { IncomingHttpHeaders } from "node:http";
import type { AnswerTranslation, Note, TranslationNotes } from "@headgate/providers";
import type { FlatHeaders } from "../http/answer-headers.ts";
import { answerContext } from "./answer-context.ts";
import { answerHead } from "./answer-head.ts";
import type { Call } from "./call.ts";
import { cutComment } from "./output/cut-comment.ts";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";
import { takesTrailers, trailerNames, trailersOf } from "./trailers.ts";
import { lossComment, translationHeaders } from "./translation-headers.ts";

/** What the client's answer is made of. */
type AnswerSource = Readonly<{ call: Call; target: Target; sending: Sending; attempts: number }>;

/** What the head of the provider's answer said. */
export type ProviderHead = Readonly<{
  status: number;
  headers: IncomingHttpHeaders;
  stream: boolean;
}>;

const decodedAway: ReadonlySet<string> = new Set(["content-encoding", "content-length"]);
const nothingLost: readonly Note[] = [];

/** The answer on its way to the client: the provider's head and bytes, as they are or translated. */
export class ClientAnswer {
  readonly #source: AnswerSource;
  #head: ProviderHead | undefined;
  #decoded = false;
  #headSent = false;
  /** Puts the answer into the client's format, where the provider speaks another. */
  #translation: AnswerTranslation | undefined;
  #translated = false;
  /** What is translated and not sent yet: the attempt is recorded first. */
  #waiting: Buffer[] | undefined;
  /** What is told behind the answer. */
  #trailers: readonly string[] = [];
  /** How many losses the comments of a stream have named. */
  #lossesTold = 0;

  constructor(source: AnswerSource) {
    this.#source = source;
  }

  get headSent(): boolean {
    return this.#headSent;
  }

  /** What became of the answer in its translation, as far as it has come. */
  get notes(): TranslationNotes | undefined {
    return this.#translation?.notes;
  }

  /** What the answer's translation could not carry over. */
  get lost(): readonly Note[] {
    return this.notes?.lost ?? nothingLost;
  }

  /** The provider's answer has begun; nothing goes to the client yet. */
  begin(head: ProviderHead): void {
    this.#head = head;
    const { call, sending } = this.#source;
    this.#translation = sending.translation?.answer({
      status: head.status,
      stream: head.stream,
      context: answerContext(call),
    });
  }

  /** The bytes come decompressed, so what the provider's head says of them does not hold. */
  decoded(): void {
    this.#decoded = true;
  }

  /** Whether the client takes more at once. */
  write(piece: Buffer): boolean {
    const bytes = this.#translation === undefined ? piece : this.#translation.push(piece);
    return bytes === undefined || this.#take(bytes);
  }

  /** What is written from now on is translated, and waits until it is let go. */
  hold(): void {
    this.#waiting ??= [];
  }

  /** Sends what waited; whether the client takes more at once. */
  letGo(): boolean {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#tellLosses();
    const cut = this.#source.call.effects.output?.cut;
    if (cut !== undefined && this.#translation?.takesComments === true) this.#send(cutComment(cut));
    return waiting === undefined || this.#send(Buffer.concat(waiting));
  }

  /** The provider's answer is whole: what its translation still owes is written. */
  translateRest(): void {
    if (this.#translated) return;
    this.#translated = true;
    const rest = this.#translation?.finish();
    if (rest !== undefined) this.#take(rest);
  }

  /** The answer is whole and recorded. */
  end(): void {
    this.translateRest();
    this.#tellLosses();
    this.#sendHead();
    const { call } = this.#source;
    const { response, effects } = call;
    effects.copy?.end(this.#status, this.#keptHeaders());
    if (this.#trailers.length > 0 && !response.destroyed) {
      response.addTrailers(trailersOf(this.#trailers, call));
    }
    response.end();
  }

  /** Sends a stream's head though its first event is slow to come; of an error, the body decides. */
  flushHead(): void {
    if (this.#headSent || this.#source.call.response.destroyed) return;
    if (this.#translation !== undefined && (this.#head?.status ?? 0) >= 400) return;
    this.#sendHead();
    this.#source.call.response.flushHeaders();
  }

  #take(piece: Buffer): boolean {
    if (this.#waiting === undefined) return this.#send(piece);
    this.#waiting.push(piece);
    return true;
  }

  /** The head of a stream is gone when a loss within it is seen: a comment between its events names it. */
  #tellLosses(): void {
    if (this.#translation?.takesComments !== true) return;
    const untold = this.lost.slice(this.#lossesTold);
    this.#lossesTold = this.lost.length;
    if (untold.length > 0) this.#send(lossComment(untold));
  }

  get #status(): number {
    return this.#translation?.status ?? this.#head?.status ?? 502;
  }

  /** What still holds of an answer when it is given again: its form, not its provider's limits and ids. */
  #keptHeaders(): FlatHeaders {
    const translation = this.#translation;
    if (translation === undefined) {
      const type = this.#head?.headers["content-type"];
      return type === undefined ? [] : ["content-type", type];
    }
    const { sending } = this.#source;
    return [
      "content-type",
      translation.contentType,
      ...(sending.translation === undefined
        ? []
        : translationHeaders(sending.translation, translation)),
    ];
  }

  #send(piece: Buffer): boolean {
    const { response, effects } = this.#source.call;
    // Before the client is looked for: others may wait for what it left behind.
    effects.copy?.push(piece);
    if (piece.length === 0 || response.destroyed) return true;
    this.#sendHead();
    return response.write(piece);
  }

  #sendHead(): void {
    // Member by member: this is the hot path, and spreads are dear.
    const { call, target, sending, attempts } = this.#source;
    const { response } = call;
    if (this.#headSent || response.headersSent || response.destroyed) return;
    this.#headSent = true;
    const translation = this.#translation;
    const headers = answerHead({
      call,
      target,
      sending,
      attempts,
      headers: this.#head?.headers ?? {},
      leaveOut: this.#decoded ? decodedAway : undefined,
      translation,
    });
    // Of a stream the cost is known at its end: a client that takes trailers is told there.
    const names = trailerNames(call);
    if (names.length > 0 && takesTrailers(call, headers)) {
      this.#trailers = names;
      headers.push("trailer", names.join(", "));
    }
    response.writeHead(this.#status, headers);
  }
}
