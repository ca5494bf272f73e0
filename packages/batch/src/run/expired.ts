import type { BatchItem } from "../item.ts";
import type { Settlement } from "../store.ts";

/** The end of a request whose deadline passed without an answer, with an error in the form that its client speaks. */
export function expired(
  item: BatchItem,
  reason: string,
  atMs: number,
): Pick<Settlement, "becomes" | "atMs"> {
  const message = `No answer came before the deadline: ${reason}`;
  const body = item.format.startsWith("anthropic.")
    ? { type: "error", error: { type: "timeout_error", message } }
    : { error: { message, type: "timeout_error", param: null, code: "deadline_passed" } };
  const result = { status: 504, body: Buffer.from(JSON.stringify(body)) };
  return { becomes: { state: "expired", result }, atMs };
}
