import type { IncomingMessage } from "node:http";
import { steadyMs } from "@headgate/budgets";
import { HeadgateError } from "@headgate/contract";
import type { Deadlines } from "../call/deadlines.ts";

export type BodyLimits = Readonly<{ max_body_bytes: number; body_timeout_ms: number }>;

/**
 * Reads a request's body whole.
 * @throws HeadgateError `body_too_large` as soon as the limit is passed, whatever content-length says;
 *   `body_timeout` when it does not arrive in time
 */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  deadlines: Deadlines,
): Promise<Buffer> {
  const declared = request.headers["content-length"];
  if (declared !== undefined && Number(declared) > limits.max_body_bytes) {
    return Promise.reject(tooLarge(limits));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const giveUp = (error: HeadgateError): void => {
      deadlines.remove(deadline);
      request.removeAllListeners("data");
      request.resume();
      reject(error);
    };
    const deadline = deadlines.add(steadyMs() + limits.body_timeout_ms, () => {
      const detail = `limits.body_timeout_ms (${limits.body_timeout_ms}) has passed.`;
      giveUp(new HeadgateError("body_timeout", detail));
    });
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limits.max_body_bytes) giveUp(tooLarge(limits));
      else chunks.push(chunk);
    });
    request.on("end", () => {
      deadlines.remove(deadline);
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length));
    });
    request.on("error", (error) => {
      deadlines.remove(deadline);
      reject(error);
    });
  });
}

const tooLarge = ({ max_body_bytes }: BodyLimits): HeadgateError =>
  new HeadgateError("body_too_large", `The limit is ${max_body_bytes} bytes.`, { max_body_bytes });
