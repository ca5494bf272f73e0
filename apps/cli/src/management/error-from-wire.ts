import { type ErrorCode, errorCatalogue, HeadgateError } from "@headgate/contract";

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

/** An error that another process told of, by its code and message; `undefined` when the code is none of ours. */
export function errorFromWire(code: string, message: string): HeadgateError | undefined {
  if (!isErrorCode(code)) return undefined;
  const { summary } = errorCatalogue[code];
  // The constructor puts the summary in front again.
  const detail = message.startsWith(summary)
    ? message.slice(summary.length).trimEnd()
    : ` ${message}`;
  return detail.trim() === ""
    ? new HeadgateError(code)
    : new HeadgateError(code, detail.replace(/^ /, ""));
}
