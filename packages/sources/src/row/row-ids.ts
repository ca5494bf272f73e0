import { hash } from "node:crypto";
import type { AttemptSource } from "@headgate/contract";

/** A call's id holds 180 characters, so that a row's id leaves room for more. */
const LONGEST = 180;

/**
 * The ids of a row that stands for a whole call: `<source>:<id>`. Parts that would be too long stand as
 * their SHA-256.
 *
 * @param parts what tells the call from every other one of the source, wherever its file lies
 */
export function rowIds(
  source: AttemptSource,
  ...parts: readonly string[]
): { row_id: string; call_id: string } {
  const plain = `${source}:${parts.join(":")}`;
  const id =
    plain.length <= LONGEST ? plain : `${source}:${hash("sha256", JSON.stringify(parts), "hex")}`;
  return { row_id: id, call_id: id };
}

/** For a row without an id of its own: the first half of the SHA-256 over what it says. */
export const contentId = (text: string): string => hash("sha256", text, "hex").slice(0, 32);
