import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type BatchFormat, counted, HeadgateError } from "@headgate/contract";
import { type ClientRequest, readMessageBatchRequest, readRequestLine } from "@headgate/providers";
import { unreadable } from "../replay/scan-trace.ts";

/** A request of the file, with its line as it stands there. */
export type InputRequest = ClientRequest & Readonly<{ line: number; text: string }>;

/**
 * Reads a file of requests, one a line; empty lines are passed over.
 *
 * @throws HeadgateError `input_unreadable` that names the line of the first request that cannot be taken
 */
export async function* readInput(path: string, format: BatchFormat): AsyncGenerator<InputRequest> {
  for await (const read of readLines(path, format)) {
    if (!("fault" in read)) yield read;
    else throw unusable(`${path}, ${read.fault}`);
  }
}

/** Wrong lines are named up to so many, and counted beyond. */
const MOST_NAMED = 20;

/**
 * Looks through a file of requests before anything else is done with it.
 *
 * @throws HeadgateError `input_unreadable` that names each line that cannot be taken, and what is wrong with it
 */
export async function checkInput(path: string, format: BatchFormat): Promise<void> {
  const named: string[] = [];
  let wrong = 0;
  for await (const read of readLines(path, format)) {
    if (!("fault" in read)) continue;
    wrong += 1;
    if (named.length < MOST_NAMED) named.push(read.fault);
  }
  if (wrong === 0) return;
  const more = wrong > named.length ? [`and ${wrong - named.length} more`] : [];
  const lines = [...named, ...more].map((text) => `\n  ${text}`).join("");
  throw unusable(`${path}: ${counted(wrong, "line")} cannot be taken; nothing was sent.${lines}`);
}

/** Each request, or what is wrong with its line. */
async function* readLines(
  path: string,
  format: BatchFormat,
): AsyncGenerator<InputRequest | LineFault> {
  const lineOf = new Map<string, number>();
  let endpoint: string | undefined;
  for await (const { line, text } of linesOf(path)) {
    const place = `line ${line}`;
    const request = readAs(format, text, place);
    if ("fault" in request) {
      yield request;
      continue;
    }
    const earlier = lineOf.get(request.customId);
    endpoint ??= request.endpoint;
    if (earlier !== undefined) {
      yield { fault: `${place}, custom_id: it is that of line ${earlier}; each must be its own.` };
    } else if (request.endpoint !== endpoint) {
      yield { fault: `${place}, url: expected ${endpoint} as in the lines before.` };
    } else {
      lineOf.set(request.customId, line);
      yield { ...request, line, text };
    }
  }
}

/** What is wrong with a line, beginning with `line 7`. */
type LineFault = Readonly<{ fault: string }>;

/** The form of a file's first request: Anthropic's has `params`, OpenAI's a `body`. */
export async function detectFormat(path: string): Promise<BatchFormat> {
  for await (const { line, text } of linesOf(path)) {
    const value = parsed(text, `${path}, line ${line}`);
    return typeof value === "object" && value !== null && "params" in value
      ? "anthropic"
      : "openai";
  }
  throw new HeadgateError("input_unreadable", `${path}: there is no request in it.`);
}

/** Names what the file holds: the same bytes make the same run, wherever they lie. */
export async function digestOf(path: string, format: BatchFormat): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
  return hash.update(`\0${format}`).digest("hex");
}

async function* linesOf(path: string): AsyncGenerator<Readonly<{ line: number; text: string }>> {
  let line = 0;
  try {
    const stream = createReadStream(path, "utf8");
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      line += 1;
      if (text.trim() !== "") yield { line, text };
    }
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    throw unreadable(path, error);
  }
}

function readAs(format: BatchFormat, text: string, place: string): ClientRequest | LineFault {
  try {
    return format === "openai"
      ? readRequestLine(text, place)
      : readMessageBatchRequest(parsed(text, place), place);
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    return { fault: error.message.replace(`${error.entry.summary} `, "") };
  }
}

const unusable = (text: string): HeadgateError => new HeadgateError("input_unreadable", text);

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HeadgateError("input_unreadable", `${place}: not JSON.`);
  }
}
