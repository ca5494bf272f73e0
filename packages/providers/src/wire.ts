import type { IncomingHttpHeaders } from "node:http";
import type { HeadgateError, Operation, ProviderKind, WireFormat } from "@headgate/contract";
import type { Meter } from "./meter.ts";

/** What the gateway must know of a request; everything else of the body is the provider's to judge. */
export type CallRequest = Readonly<{
  model: string | undefined;
  stream: boolean;
  /** True when the answer will carry usage without our doing: the client asked, or the format always reports. */
  usageRequested: boolean;
  /** The parsed body; `undefined` for requests without one. */
  json: Readonly<Record<string, unknown>> | undefined;
}>;

export type MeterOptions = Readonly<{
  stream: boolean;
  /** Keep from the client the chunk that only exists because we asked for usage on its behalf. */
  hideUsageChunk: boolean;
  /** How much of the answer may be kept in memory to read or estimate usage from. */
  maxRetainedBytes: number;
  /** The head of the provider's answer, where some formats state what their body does not. */
  headers?: IncomingHttpHeaders;
}>;

export type WireErrorResponse = Readonly<{
  status: number;
  headers: Record<string, string>;
  body: string;
}>;

/** The two places where a request can name its model. */
export type RequestBytes = Readonly<{
  /** As the client sent it. */
  pathAndQuery: string;
  body: Buffer;
}>;

/** One API that clients speak: how its requests are read, its answers metered, its errors shaped. */
export interface Wire {
  readonly format: WireFormat;
  readonly operation: Operation;
  /** Whose paths these are; its calls go there before others that speak the format. */
  readonly home?: ProviderKind;
  /**
   * @param path without the query; some formats name the model and the stream there
   * @throws HeadgateError `body_malformed` that names the place where reading stopped, or `body_invalid`
   *   that names the field
   */
  readRequest(body: Buffer, path: string): CallRequest;
  /** The same request for another model, all other bytes unchanged. */
  withModel(request: RequestBytes, model: string): RequestBytes;
  /** Whether an answer of this content type is a stream of this format's events. */
  isStream(contentType: string): boolean;
  createMeter(options: MeterOptions): Meter;
  /**
   * An error of ours in the provider's own shape, with the catalogue's code inside. `error.details` may
   * carry `allow` (methods) and `retry_after_ms`, which become the headers of those names.
   */
  errorResponse(error: HeadgateError, callId: string): WireErrorResponse;
  /** The same as the last event of a stream that has begun. */
  errorEvent(error: HeadgateError, callId: string): string | Buffer;
}
