import type { BrokenPrefix } from "./prefix-cache.ts";

type Place = Pick<
  BrokenPrefix,
  "part" | "index" | "from_byte" | "to_byte" | "bytes_before" | "bytes_now"
>;

/** Where a prompt's prefix broke, for people; messages are counted from 1. */
export function brokenPrefixText({ part, index, ...place }: Place): string {
  const { from_byte, to_byte, bytes_before, bytes_now } = place;
  const what = part === "message" ? `message ${index + 1}` : part;
  if (bytes_before === 0) return `${what} took the place of another part`;
  if (to_byte !== null) return `${what}, bytes ${from_byte} to ${to_byte} of ${bytes_now}`;
  return `${what} from byte ${from_byte} on, ${bytes_before} bytes before and ${bytes_now} now`;
}
