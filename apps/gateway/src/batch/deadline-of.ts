import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError, readDeadline, requestHeaders } from "@headgate/contract";

/**
 * When the answer is wanted, where the client says so.
 * @throws HeadgateError `deadline_invalid`
 */
export function deadlineOf(headers: IncomingHttpHeaders, nowMs: number): number | undefined {
  const text = headers[requestHeaders.deadline];
  if (text === undefined) return undefined;
  return readOrRefuse(String(text), nowMs);
}

/** @throws HeadgateError `deadline_invalid` */
export function readOrRefuse(text: string, nowMs: number): number {
  const read = readDeadline(text.trim(), nowMs);
  switch (read.kind) {
    case "deadline":
      return read.atMs;
    case "passed":
      throw invalid(`${momentText(read.atMs)} has passed.`);
    case "too_far":
      throw invalid(`${momentText(read.atMs)} is more than seven days away.`);
    case "unreadable":
      throw invalid("It is neither a length of time nor a moment with its offset.");
    default:
      return read satisfies never;
  }
}

const momentText = (atMs: number): string => new Date(atMs).toISOString();

const invalid = (detail: string): HeadgateError =>
  new HeadgateError("deadline_invalid", `${requestHeaders.deadline}: ${detail}`, {
    header: requestHeaders.deadline,
  });
