import { createHash, randomBytes } from "node:crypto";
import type { ClientBatch } from "@headgate/batch";
import { callIdOf } from "@headgate/contract";

const LENGTH = 24;

/** An id that nobody guesses. */
export const newFaceId = (prefix: string): string =>
  `${prefix}${randomBytes(LENGTH).toString("base64url").replaceAll(/[-_]/g, "").slice(0, LENGTH)}`;

/** The same id for the same parts: what is made twice after a crash is made once. */
export const idOf = (prefix: string, ...parts: readonly string[]): string =>
  `${prefix}${createHash("sha256")
    .update(parts.join("\0"))
    .digest("hex")
    .slice(0, 2 * LENGTH)}`;

/** The same line of the same batch is the same call: what a budget holds for it when it is read again is held once. */
export const callIdOfLine = (
  { id, createdAtMs }: Pick<ClientBatch, "id" | "createdAtMs">,
  line: number,
): string => callIdOf(createdAtMs, createHash("sha256").update(`${id}\0${line}`).digest());
