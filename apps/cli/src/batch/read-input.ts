import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type BatchFormat, HeadgateError } from "@headgate/contract";
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
  const lineOf = new Map<string, number>();
  for await (const { line, text } of linesOf(path)) {
    const place = `${path}, line ${line}`;
    const request = readAs(format, text, place);
    const earlier = lineOf.get(request.customId);
    if (earlier !== undefined) {
      throw new HeadgateError(
        "input_unreadable",
        `${place}: custom_id is that of line ${earlier}; each must be its own.`,
      );
    }
    lineOf.set(request.customId, line);
    yield { ...request, line, text };
  }
}

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

function readAs(format: BatchFormat, text: string, place: string): ClientRequest {
  try {
    return format === "openai"
      ? readRequestLine(text, place)
      : readMessageBatchRequest(parsed(text, place), place);
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    const said = error.message.replace(`${error.entry.summary} `, "");
    throw new HeadgateError("input_unreadable", said, error.details, { cause: error });
  }
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HeadgateError("input_unreadable", `${place}: not JSON.`);
  }
}
