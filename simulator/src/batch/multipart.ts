/** A field of a form; `filename` where it is a file. */
export type FormField = Readonly<{ name: string; filename: string | undefined; value: string }>;

/** Reads `multipart/form-data` whose parts are text (RFC 7578); `undefined` for another body. */
export function readMultipart(
  contentType: string | undefined,
  body: Buffer,
): readonly FormField[] | undefined {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
  if (boundary === undefined) return undefined;
  const parts = `\r\n${body.toString("utf8")}`.split(`\r\n--${boundary}`);
  if (parts.length < 3 || !parts.at(-1)?.startsWith("--")) return undefined;
  return parts.slice(1, -1).map((part) => {
    const end = part.indexOf("\r\n\r\n");
    const head = part.slice(0, end);
    return {
      name: /\bname="([^"]*)"/i.exec(head)?.[1] ?? "",
      filename: /\bfilename="([^"]*)"/i.exec(head)?.[1],
      value: part.slice(end + 4),
    };
  });
}
