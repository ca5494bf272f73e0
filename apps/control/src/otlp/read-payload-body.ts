import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HeadgateError } from "@headgate/contract";

const MEBIBYTE = 1024 * 1024;
/** Exporters send a few hundred spans at once; with prompts in them these are some mebibytes. */
export const MAX_SENT_BYTES = 16 * MEBIBYTE;
const MAX_UNDONE_BYTES = 64 * MEBIBYTE;

const unzipped = promisify(gunzip);

/**
 * A payload's body with its compression undone; what would become larger than 64 MiB is never undone whole.
 *
 * @throws HeadgateError `body_too_large`, `body_malformed`, `request_invalid` for another encoding
 */
export async function readPayloadBody(
  sent: Uint8Array,
  encoding: string | undefined,
): Promise<Uint8Array> {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case "":
    case "identity":
      return sent;
    case "gzip":
      return undone(sent);
    default:
      throw new HeadgateError("request_invalid", "content-encoding: expected gzip or none");
  }
}

async function undone(sent: Uint8Array): Promise<Uint8Array> {
  try {
    return await unzipped(sent, { maxOutputLength: MAX_UNDONE_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new HeadgateError(
        "body_too_large",
        `Undone, a payload may be ${MAX_UNDONE_BYTES} bytes.`,
      );
    }
    throw new HeadgateError("body_malformed", "The body is no gzip, or is broken.");
  }
}
