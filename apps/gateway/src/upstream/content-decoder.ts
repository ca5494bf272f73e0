import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/**
 * A decoder for an answer that the provider compressed although `identity` was asked for; `undefined`
 * for a plain one.
 * @throws RangeError for an encoding that is not known
 */
export function contentDecoder(encoding: string | undefined): Transform | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case "":
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      throw new RangeError(`content-encoding "${encoding}" cannot be read`);
  }
}
