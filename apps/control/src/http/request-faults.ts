import { HeadgateError } from "@headgate/contract";
import type { Hook } from "@hono/zod-openapi";
import type { Env } from "hono";
import type { z } from "zod";

/** The pattern of a date and time is of no help in a message. */
const expectation = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_format" && issue.format === "datetime"
    ? "expected a date and time with offset, e.g. 2026-11-23T00:00:00Z"
    : issue.message;

/** Names every fault of a request: `from: …; limit: …`. */
function requestInvalid(issues: readonly z.core.$ZodIssue[], part: string): HeadgateError {
  const faults = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [[...issue.path, key].join("."), "there is no such parameter"])
      : [[issue.path.join(".") || part, expectation(issue)]],
  );
  const list = faults.map(([place, reason]) => `${place}: ${reason}`).join("; ");
  return new HeadgateError("request_invalid", list, { faults: faults.length });
}

/** What every declared route does with input that its schema refuses. */
export const refuseInvalid: Hook<unknown, Env, string, undefined> = (result) => {
  if (!result.success) throw requestInvalid(result.error.issues, result.target);
};
