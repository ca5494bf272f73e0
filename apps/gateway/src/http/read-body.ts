import type { IncomingMessage } from "node:http";
import { HeadgateError } from "@headgate/contract";

/**
 * Reads a request's body whole.
 * @throws HeadgateError `body_too_large` as soon as the limit is passed, whatever content-length says
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const declared = request.headers["content-length"];
  if (declared !== undefined && Number(declared) > maxBytes) {
    return Promise.reject(tooLarge(maxBytes));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        request.removeAllListeners("data");
        request.resume();
        reject(tooLarge(maxBytes));
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length));
    });
    request.on("error", reject);
  });
}

const tooLarge = (maxBytes: number): HeadgateError =>
  new HeadgateError("body_too_large", `The limit is ${maxBytes} bytes.`, { max_bytes: maxBytes });
