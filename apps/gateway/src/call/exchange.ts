import type { IncomingHttpHeaders } from "node:http";
import type { Transform } from "node:stream";
import { type AttemptOutcome, type ErrorCode, HeadgateError } from "@headgate/contract";
import {
  type EstimatedUsage,
  estimateUsage,
  type Meter,
  type MeterReading,
  type Note,
} from "@headgate/providers";
import type { Dispatcher } from "undici";
import { contentDecoder } from "../upstream/content-decoder.ts";
import { failureOf, Stop } from "../upstream/failure.ts";
import type { AttemptFacts } from "./attempt.ts";
import { AttemptClock } from "./attempt-clock.ts";
import { ClientAnswer } from "./client-answer.ts";
import { deferred } from "./deferred.ts";
import type { ExchangeEnd } from "./exchange-end.ts";
import type { ExchangeSettings } from "./exchange-settings.ts";
import { meterFor } from "./meter-for.ts";
import { outcomeOfAnswer } from "./outcome-of-answer.ts";
import type { EarlyEnd } from "./output/early-end.ts";
import { Relay, withoutCoding } from "./relay.ts";
import { streamIsWhole } from "./stream-is-whole.ts";
import { tellBroken } from "./tell-broken.ts";

/** An error answer that may be followed by another attempt is kept up to this size. */
const MAX_KEPT_BYTES = 1_048_576;

/**
 * One attempt at one provider: the provider's bytes go to the client as they come and a copy to the
 * meter; the last of them are held until the attempt is recorded.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #settings: ExchangeSettings;
  readonly #answer: ClientAnswer;
  readonly #clock = new AttemptClock();
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | undefined;
  #headers: IncomingHttpHeaders = {};
  #meter: Meter | undefined;
  #reading: MeterReading | undefined;
  #decoder: Transform | undefined;
  #isEventStream = false;
  /** What may end the stream early. */
  #early: EarlyEnd | undefined;
  #estimate: EstimatedUsage | undefined;
  #kept: Buffer[] | undefined;
  readonly #relay: Relay;
  #accepted: boolean | undefined;
  #responseBytes = 0;
  #bodyBytes = 0;
  #sent = false;
  #recording: Promise<void> | undefined;
  #recorded = false;
  #over = false;
  #stop: Stop | undefined;
  readonly #answered = deferred<void>();
  readonly #done = deferred<ExchangeEnd>();
  /** Resolves when the provider began an answer (or the client left); rejects when the provider is down. */
  readonly answered = this.#answered.promise;
  /** Resolves at the end of the exchange; rejects only on a fault of our own. */
  readonly done = this.#done.promise;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    const { call, target, sending, index } = settings;
    this.#answer = new ClientAnswer({ call, target, sending, attempts: index + 1 });
    this.#relay = new Relay(this.#answer, (takesMore) => this.#heed(takesMore));
    settings.call.clientGone.listen(() => this.#clientLeft());
  }

  /** What the answer's translation could not carry over. */
  get lostInAnswer(): readonly Note[] {
    return this.#answer.lost;
  }

  /** Ends the exchange because the call has had all its time. */
  timeOut(): void {
    this.#abort(new Stop("too_long"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over || this.#stop !== undefined) {
      controller.abort(this.#stop ?? new Error("the exchange is over"));
      return;
    }
    const { clientGone, effects } = this.#settings.call;
    // Nothing is paid for yet, and nobody wants the answer.
    if (clientGone.happened && !effects.isAwaited()) this.#abort(new Stop("client_closed"));
    this.#sent = this.#stop === undefined;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#controller = controller;
    this.#status = status;
    this.#headers = headers;
    if (status >= 500) this.#answered.reject(new Error(`HTTP ${status}`));
    else this.#answered.resolve();

    const { sending, willTryAgain } = this.#settings;
    if (willTryAgain(status, headers)) {
      this.#kept = [];
      return;
    }
    // An error is never a stream, though Google streams in the type that its errors have.
    const type = String(headers["content-type"] ?? "");
    this.#isEventStream = status < 300 && sending.wire.isStream(type);
    this.#answer.begin({ status, headers, stream: this.#isEventStream });
    try {
      this.#decoder = contentDecoder(headers["content-encoding"]);
    } catch (error) {
      this.#abortWith(error);
      return;
    }
    if (this.#decoder !== undefined) this.#answer.decoded();
    this.#decoder?.on("data", (chunk: Buffer) => this.#body(chunk));
    this.#decoder?.on("end", () => this.#bodyEnd());
    this.#decoder?.on("error", (error) => this.#abortWith(error));
    if (status < 300) this.#meter = meterFor(sending, this.#isEventStream, headers);
    if (this.#isEventStream) this.#early = this.#settings.earlyEnd(type);
    const { hold } = this.#settings;
    if (hold !== undefined && status < 300) this.#relay.holdBack(hold);
    // Its head goes out even when its first event is slow to come.
    else if (this.#isEventStream) setImmediate(() => this.#flushHead());
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.#responseBytes += chunk.length;
    if (this.#responseBytes > this.#settings.maxResponseBytes) {
      this.#abort(new Stop("too_large"));
      return;
    }
    if (this.#kept !== undefined) {
      this.#kept.push(chunk);
      if (this.#responseBytes > MAX_KEPT_BYTES) this.#abort(new Stop("too_large"));
      return;
    }
    if (this.#decoder === undefined) this.#body(chunk);
    else if (!this.#decoder.write(chunk)) {
      this.#controller?.pause();
      this.#decoder.once("drain", () => this.#controller?.resume());
    }
  }

  onResponseEnd(): void {
    if (this.#over) return;
    if (this.#kept !== undefined) {
      this.#over = true;
      const body = Buffer.concat(this.#kept);
      const kept = { status: this.#status ?? 502, headers: this.#headers, body };
      const facts = this.#facts("provider_error", undefined, false);
      this.#done.resolve({ kind: "failed", facts, kept });
    } else if (this.#decoder === undefined) this.#bodyEnd();
    else this.#decoder.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#broke(error);
  }

  #body(chunk: Buffer): void {
    if (this.#over) return;
    this.#clock.noteByte();
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > this.#settings.maxResponseBytes) {
      this.#abort(new Stop("too_large"));
      return;
    }
    const meter = this.#meter;
    const piece = meter === undefined ? this.#relay.held.swap(chunk) : meter.push(chunk);
    const ends = this.#meter?.ended === true && this.#recording === undefined;
    const isUnderWay = !ends && this.#recording === undefined;
    const cutAt =
      isUnderWay && piece !== undefined ? this.#early?.read(piece, this.#meter) : undefined;
    if (piece !== undefined && cutAt !== undefined) {
      if (cutAt > 0) this.#relay.write(piece.subarray(0, cutAt));
      this.#endEarly().catch((error: unknown) => this.#fault(error));
      return;
    }
    if (ends) this.#relay.held.beforeEnd = piece;
    else if (piece !== undefined) {
      if (this.#recording === undefined || this.#recorded) this.#relay.write(piece);
      else this.#relay.held.behindEnd(piece);
    }
    if (ends && this.#meter !== undefined) {
      // The answer is whole: it is recorded now, whenever the provider closes its end.
      this.#reading = this.#meter.reading();
      if (this.#isSetAside()) return;
      this.#record(outcomeOfAnswer(this.#status, this.#reading)).catch((error: unknown) =>
        this.#fault(error),
      );
    }
  }

  #bodyEnd(): void {
    if (this.#over) return;
    this.#over = true;
    this.#meter?.finish();
    this.#endAnswer().catch((error: unknown) => this.#fault(error));
  }

  /** Ends a stream that its policy lets end: no more is taken, and the client gets the format's own end. */
  async #endEarly(): Promise<void> {
    this.#over = true;
    const early = this.#early;
    const meter = this.#meter;
    if (early === undefined || meter === undefined) throw new Error("nothing ends this stream");
    this.#controller?.abort(new Error(early.reason));
    const { wire, request } = this.#settings.sending;
    meter.finish();
    this.#reading = meter.reading();
    this.#estimate = await estimateUsage({ wire, request, meter });
    this.#relay.held.behindEnd(early.last(this.#estimate?.usage));
    if (this.#isSetAside("ended_early")) return;
    await this.#record("ended_early");
    this.#answer.end();
    this.#done.resolve({ kind: "answered" });
  }

  async #endAnswer(): Promise<void> {
    if (this.#recording === undefined) this.#reading = this.#meter?.reading();
    const reading = this.#reading;
    if (reading !== undefined && reading.state !== "complete" && this.#recording === undefined) {
      const error = new HeadgateError(
        "provider_response_broken",
        reading.problem ?? `The answer was ${reading.state}.`,
        { provider: this.#settings.target.provider.name },
      );
      if (this.#relay.isHeldBack) this.#fail("interrupted", error, false);
      else await this.#endBroken("interrupted", error);
      return;
    }
    if (this.#isSetAside()) return;
    await (this.#recording ?? this.#record(outcomeOfAnswer(this.#status, this.#reading)));
    this.#answer.end();
    this.#done.resolve({ kind: "answered" });
  }

  /** Records the attempt once, then lets the held bytes go. */
  #record(outcome: AttemptOutcome, errorCode?: ErrorCode): Promise<void> {
    if (this.#recording !== undefined) return this.#recording;
    const neverSent = outcome === "client_closed" && !this.#sent;
    const isTranslated = this.#settings.sending.translation !== undefined;
    const isWhole = this.#reading?.state === "complete" || this.#early?.reason !== undefined;
    const fault = isTranslated
      ? this.#relay.translateAhead(this.#meter, isWhole && this.#over)
      : undefined;
    this.#recording = this.#settings.record(this.#facts(outcome, errorCode, neverSent)).then(() => {
      this.#recorded = true;
      if (fault !== undefined) throw fault.error;
      // Half an answer that is not a stream is of no use to anyone: an error takes its place.
      if (errorCode !== undefined && !this.#answer.headSent) return;
      if (isTranslated) this.#heed(this.#answer.letGo());
      this.#relay.release(this.#meter);
    });
    return this.#recording;
  }

  /** Looks at a whole answer that was held back. One that does not stand is not recorded here: another attempt may follow. */
  #isSetAside(outcome = outcomeOfAnswer(this.#status, this.#reading)): boolean {
    if (!this.#relay.isHeldBack || this.#recording !== undefined) return false;
    const { stands, body } = this.#relay.look(this.#meter, this.#isEventStream);
    const stood = stands !== false && outcome !== "provider_error";
    if (stands !== undefined) this.#accepted = stood;
    if (stood || this.#settings.call.clientGone.happened) return false;
    this.#over = true;
    const facts = this.#facts(outcome, undefined, false);
    const headers = this.#decoder === undefined ? this.#headers : withoutCoding(this.#headers);
    const answer = { status: this.#status ?? 200, headers, body, stream: this.#isEventStream };
    this.#done.resolve({ kind: "set_aside", facts, answer });
    return true;
  }

  /**
   * A client that takes no more holds the provider up; but not where a copy is taken that others may wait for. What waits for the
   * client is in the copy as well, and no more of it than that may hold.
   */
  #heed(takesMore: boolean): void {
    if (takesMore || this.#over) return;
    if (this.#settings.call.effects.copy?.isTooLarge === false) return;
    this.#controller?.pause();
    this.#settings.call.response.once("drain", () => this.#controller?.resume());
  }

  #flushHead(): void {
    if (!this.#over) this.#answer.flushHead();
  }

  #clientLeft(): void {
    // An answer that is not a stream is paid for whole, so it is read to its end for exact usage.
    const streaming = this.#isEventStream || this.#settings.call.request.stream;
    const isAwaited = this.#settings.call.effects.isAwaited();
    if (!streaming || isAwaited || this.#settings.clientDisconnect === "drain") {
      // Nobody takes the bytes any more, so nothing else would let the provider go on.
      this.#controller?.resume();
      return;
    }
    this.#abort(new Stop("client_closed"));
  }

  #abort(stop: Stop): void {
    if (this.#over || this.#stop !== undefined) return;
    this.#stop = stop;
    // Still waiting for a connection: there is nothing to abort, and nobody would tell of the end.
    if (this.#controller === undefined) this.#broke(stop);
    else this.#controller.abort(stop);
  }

  #abortWith(error: unknown): void {
    if (this.#over) return;
    const reason = error instanceof Error ? error : new Error(String(error));
    this.#broke(reason);
    this.#controller?.abort(reason);
  }

  #broke(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#isEventStream && streamIsWhole(this.#meter, this.#stop)) {
      // The answer was whole before the connection broke.
      this.#endAnswer().catch((fault: unknown) => this.#fault(fault));
      return;
    }
    const provider = this.#settings.target.provider.name;
    const known = { provider, wasSent: this.#sent, answerBegun: this.#status !== undefined };
    const { outcome, error: told, neverSent } = failureOf(this.#stop ?? error, known);
    if (outcome === "client_closed") this.#answered.resolve();
    else this.#answered.reject(told);
    this.#meter?.finish();
    this.#reading ??= this.#meter?.reading();
    const nothingRelayed =
      this.#status === undefined || this.#kept !== undefined || this.#relay.isHeldBack;
    if (nothingRelayed && outcome !== "client_closed") {
      this.#fail(outcome, told, neverSent);
      return;
    }
    this.#endBroken(outcome, told).catch((fault: unknown) => this.#fault(fault));
  }

  /** Ends an attempt of which the client got nothing. */
  #fail(outcome: AttemptOutcome, error: HeadgateError, neverSent: boolean): void {
    if (this.#relay.isHeldBack && this.#settings.hold?.stands !== undefined) this.#accepted = false;
    const facts = this.#facts(outcome, error.code, neverSent);
    this.#done.resolve({ kind: "failed", facts, error });
  }

  /** Ends an answer that broke off: the attempt is recorded, then the client is told as well as its format allows. */
  async #endBroken(outcome: AttemptOutcome, error: HeadgateError): Promise<void> {
    const { call } = this.#settings;
    await (this.#recording ??
      this.#record(outcome, outcome === "client_closed" ? undefined : error.code));
    tellBroken(call, error, this.#isEventStream);
    this.#done.resolve({ kind: "answered" });
  }

  /** A fault of our own: the client gets an error, the dispatcher a rejection to log. */
  #fault(error: unknown): void {
    this.#over = true;
    this.#controller?.abort(error instanceof Error ? error : new Error(String(error)));
    this.#done.reject(error);
  }

  #facts(
    outcome: AttemptOutcome,
    errorCode: ErrorCode | undefined,
    neverSent: boolean,
  ): AttemptFacts {
    const { target, sending, index } = this.#settings;
    return {
      target,
      sending,
      index,
      startedAtMs: this.#clock.startedAtMs,
      durationMs: this.#clock.durationMs(),
      timeToFirstTokenMs: this.#clock.timeToFirstByteMs(),
      outcome,
      status: this.#status,
      errorCode,
      neverSent,
      stream: this.#isEventStream,
      meter: this.#meter,
      reading: this.#reading,
      cut: outcome === "ended_early" ? this.#early?.reason : undefined,
      estimate: this.#estimate,
      responseBytes: this.#responseBytes,
      accepted: this.#accepted,
      answerNotes: this.#answer.notes,
    };
  }
}
