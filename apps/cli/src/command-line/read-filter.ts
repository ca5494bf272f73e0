import { dimensions, HeadgateError } from "@headgate/contract";
import { checkOption } from "./check-arguments.ts";
import { readPair } from "./read-pair.ts";

/**
 * The API's filter parameters for `dimension=value` and `tag.key=value`.
 * @throws HeadgateError `command_invalid`
 */
export function readFilter(pairs: readonly string[]): Record<string, string> {
  const filter: Record<string, string> = {};
  for (const pair of pairs) {
    const [key, value] = readPair("--filter", pair);
    const tag = key.startsWith("tag.") ? key.slice("tag.".length) : undefined;
    if (tag === undefined) checkOption("the key of --filter", key, dimensions);
    const parameter = tag === undefined ? key : "tag";
    if (filter[parameter] !== undefined) {
      throw new HeadgateError("command_invalid", `--filter has ${parameter} twice.`);
    }
    filter[parameter] = tag === undefined ? value : `${tag}=${value}`;
  }
  return filter;
}
