import { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import { HeadgateError } from "@headgate/contract";

/** What a form of `POST /v1/files` held beside its file. */
export type Upload<T> = Readonly<{
  fields: Readonly<Record<string, string>>;
  name: string;
  taken: T;
}>;

const MOST_FIELDS = 16;
const MOST_FIELD_BYTES = 1_024;

/**
 * Reads a multipart form as it comes: its one file goes to `take`, in pieces. What comes behind a refusal is read and
 * dropped, so that the client hears of it.
 *
 * @throws HeadgateError `file_invalid`, or what `take` throws
 */
export async function takeUpload<T>(
  request: Request,
  mostBytes: number,
  take: (pieces: AsyncIterable<Buffer>) => Promise<T>,
): Promise<Upload<T>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type) || request.body === null) {
    throw new HeadgateError("file_invalid", "content-type: expected multipart/form-data.");
  }
  const form = new Busboy({
    headers: { "content-type": type },
    limits: { files: 1, fields: MOST_FIELDS, fieldSize: MOST_FIELD_BYTES, fileSize: mostBytes },
  });
  const fields: Record<string, string> = {};
  let file: Readonly<{ name: string; taken: Promise<T> }> | undefined;
  form.on("field", (name, value) => {
    fields[name] = value;
  });
  form.on("file", (name, stream, filename) => {
    if (name !== "file") {
      stream.resume();
      return;
    }
    const taken = take(limited(stream, mostBytes)).finally(() => stream.resume());
    // Looked at below, when the form has ended.
    taken.catch(() => undefined);
    file = { name: filename === "" ? "file" : filename, taken };
  });
  await new Promise<void>((resolve, reject) => {
    const broken = (error: unknown): void =>
      reject(
        new HeadgateError(
          "file_invalid",
          "The form broke off or cannot be read.",
          {},
          { cause: error },
        ),
      );
    form.on("finish", () => resolve());
    form.on("error", broken);
    const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
    body.on("error", broken);
    body.pipe(form);
  });
  if (file === undefined) {
    throw new HeadgateError("file_invalid", "The form has no file.", { param: "file" });
  }
  const { name, taken } = file;
  return { fields, name, taken: await taken };
}

async function* limited(
  stream: Readable & { truncated?: boolean },
  mostBytes: number,
): AsyncGenerator<Buffer> {
  for await (const piece of stream.iterator({ destroyOnReturn: false })) yield piece as Buffer;
  if (stream.truncated === true) {
    throw new HeadgateError("file_invalid", `A file may have ${mostBytes} bytes.`, {
      param: "file",
    });
  }
}
