import { hash } from "node:crypto";
import { MOST_PASSAGE_DIGESTS, type PassageFacts } from "@headgate/contract";

/** Raised when what a digest is made of changes. */
const VERSION = 1;
const DIGEST_CHARACTERS = 8;

type Found = Readonly<{
  texts: readonly string[];
  bytes: number;
  repeatedBytes: number | undefined;
}>;

/**
 * What a row keeps of the passages in a prompt.
 *
 * @param salt nobody who does not have it can find out what a passage says by trying
 */
export function passageFactsOf({ texts, bytes, repeatedBytes }: Found, salt: Buffer): PassageFacts {
  const begin = `${salt.toString("latin1")}passage ${VERSION}\n`;
  return {
    count: texts.length,
    bytes,
    ...(repeatedBytes !== undefined && { repeated_bytes: repeatedBytes }),
    digests: texts
      .slice(0, MOST_PASSAGE_DIGESTS)
      .map((text) =>
        hash("sha256", `${begin}${text.trim()}`, "base64url").slice(0, DIGEST_CHARACTERS),
      ),
  };
}
