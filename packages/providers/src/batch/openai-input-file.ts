import { randomBytes } from "node:crypto";
import type { BodyShape } from "./batch-body.ts";

/**
 * The upload of an input file as `multipart/form-data` (RFC 7578): a line a request,
 * `{custom_id, method, url, body}` (https://developers.openai.com/api/docs/guides/batch, not read again).
 * The boundary is random, so that no line holds it.
 */
export function inputFileShape(
  marker: string,
  url: string,
): Readonly<{ contentType: string; body: BodyShape }> {
  const boundary = `headgate-${randomBytes(18).toString("hex")}`;
  const head = [
    `--${boundary}`,
    'content-disposition: form-data; name="purpose"',
    "",
    "batch",
    `--${boundary}`,
    `content-disposition: form-data; name="file"; filename="${marker}.jsonl"`,
    "content-type: application/jsonl",
    "",
    "",
  ].join("\r\n");
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: {
      head,
      line: ({ customId, body }) =>
        `${JSON.stringify({ custom_id: customId, method: "POST", url, body })}\n`,
      between: "",
      tail: `\r\n--${boundary}--\r\n`,
    },
  };
}
