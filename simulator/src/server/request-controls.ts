import type { IncomingHttpHeaders } from "node:http";
import { type FaultName, faultNames, isFaultName } from "./faults.ts";

/** What a request's `x-simulator-…` headers ask for; the room's README lists them. */
export type RequestControls = Readonly<{
  outputTokens: number | undefined;
  endsAfterTokens: number | undefined;
  /** From 0 to 1: a model whose skill is not below it does what is asked. */
  difficulty: number | undefined;
  latencyMs: number | undefined;
  tokenIntervalMs: number | undefined;
  fault: FaultName | undefined;
  /** The fault is played to so many requests with the same body, then no more. */
  faultTimes: number | undefined;
  cache: boolean;
}>;

/** Of a request without such headers. */
export const noControls: RequestControls = {
  outputTokens: undefined,
  endsAfterTokens: undefined,
  difficulty: undefined,
  latencyMs: undefined,
  tokenIntervalMs: undefined,
  fault: undefined,
  faultTimes: undefined,
  cache: true,
};

const PREFIX = "x-simulator-";
const known = new Set([
  "x-simulator-output-tokens",
  "x-simulator-ends-after",
  "x-simulator-difficulty",
  "x-simulator-latency-ms",
  "x-simulator-token-interval-ms",
  "x-simulator-fault",
  "x-simulator-fault-times",
  "x-simulator-cache",
]);

/** A control header that cannot be obeyed. */
export class ControlHeaderError extends Error {
  override readonly name = "ControlHeaderError";
}

/** Reads the control headers; throws {@link ControlHeaderError} for one that is unknown or malformed. */
export function readControls(headers: IncomingHttpHeaders): RequestControls {
  let any = false;
  for (const name in headers) {
    if (!name.startsWith(PREFIX)) continue;
    if (!known.has(name)) throw new ControlHeaderError(`${name} is not a header of the simulator`);
    any = true;
  }
  if (!any) return noControls;
  const cache = headers["x-simulator-cache"] ?? "on";
  if (cache !== "on" && cache !== "off") {
    throw new ControlHeaderError(`x-simulator-cache is on or off, not ${String(cache)}`);
  }
  return {
    outputTokens: whole(headers, "x-simulator-output-tokens"),
    endsAfterTokens: whole(headers, "x-simulator-ends-after"),
    difficulty: decimal(headers, "x-simulator-difficulty"),
    latencyMs: decimal(headers, "x-simulator-latency-ms"),
    tokenIntervalMs: decimal(headers, "x-simulator-token-interval-ms"),
    fault: fault(headers),
    faultTimes: whole(headers, "x-simulator-fault-times"),
    cache: cache === "on",
  };
}

function fault(headers: IncomingHttpHeaders): FaultName | undefined {
  const text = headers["x-simulator-fault"];
  if (text === undefined) return undefined;
  if (typeof text === "string" && isFaultName(text)) return text;
  throw new ControlHeaderError(
    `x-simulator-fault is one of ${faultNames.join(", ")}, not ${String(text)}`,
  );
}

function whole(headers: IncomingHttpHeaders, name: string): number | undefined {
  const value = decimal(headers, name);
  if (value === undefined || Number.isSafeInteger(value)) return value;
  throw new ControlHeaderError(`${name} is a whole number, not ${value}`);
}

function decimal(headers: IncomingHttpHeaders, name: string): number | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  if (typeof text === "string" && /^\d{1,15}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new ControlHeaderError(`${name} is a number of 0 or more, not ${String(text)}`);
}
