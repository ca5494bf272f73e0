import { lstat, readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** A file of the built console, ready to be sent. */
export type ConsoleFile = Readonly<{
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  cacheControl: string;
  /** How the bytes are compressed; `undefined` where they are the file as it is. */
  contentEncoding: ContentEncoding | undefined;
}>;

/** Compressed forms that the console's build writes beside a file, best first, and how their names end. */
const compressed = { br: ".br", gzip: ".gz" } as const;
type ContentEncoding = keyof typeof compressed;
const encodings = Object.keys(compressed) as readonly ContentEncoding[];

/** Types of the files that the console's build makes; anything else is sent as bytes. */
const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Names under /assets carry a hash of their content, so what a browser has is never stale. */
const IMMUTABLE = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache";

/**
 * Reads the file that a URL path names under `directory`; `undefined` when there is none. What the
 * path leads out of the directory to, by dots or by a link, is none of it.
 *
 * @param acceptEncoding the request's header: a compressed form that it takes is read where there is one
 */
export async function readConsoleFile(
  directory: string,
  urlPath: string,
  acceptEncoding?: string,
): Promise<ConsoleFile | undefined> {
  const path = decodePath(urlPath);
  if (path === undefined) return undefined;
  try {
    const root = await realpath(directory);
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) return undefined;
    const contentEncoding = await compressedForm(file, acceptEncoding);
    const ending = contentEncoding === undefined ? "" : compressed[contentEncoding];
    return {
      bytes: new Uint8Array(await readFile(`${file}${ending}`)),
      contentEncoding,
      contentType: contentTypes[extname(file).toLowerCase()] ?? "application/octet-stream",
      cacheControl: path.startsWith("/assets/") ? IMMUTABLE : REVALIDATE,
    };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** The best compressed form of a file that lies beside it and that the client takes. */
async function compressedForm(
  file: string,
  acceptEncoding: string | undefined,
): Promise<ContentEncoding | undefined> {
  for (const encoding of encodings) {
    if (!isAccepted(encoding, acceptEncoding)) continue;
    try {
      // Never through a link: the file that it stands for does not lie in this folder.
      if ((await lstat(`${file}${compressed[encoding]}`)).isFile()) return encoding;
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }
  return undefined;
}

/** Whether `Accept-Encoding` names an encoding and does not weigh it at nothing. */
const isAccepted = (encoding: ContentEncoding, header: string | undefined): boolean =>
  (header ?? "").split(",").some((part) => {
    const [name, ...parameters] = part.split(";").map((word) => word.trim().toLowerCase());
    return name === encoding && !parameters.some((word) => /^q=0(?:\.0*)?$/.test(word));
  });

/** The path with its escapes read; `undefined` when it cannot be a file's. */
function decodePath(urlPath: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  const hostile = path.includes("\0") || path.includes("\\") || path.split("/").includes("..");
  return hostile ? undefined : path;
}

const absences = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "ELOOP"]);
const isAbsence = (error: unknown): boolean =>
  error instanceof Error && "code" in error && absences.has(String(error.code));
