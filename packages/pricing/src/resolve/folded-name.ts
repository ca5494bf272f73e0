import { undatedNameOf } from "../undated-name.ts";
import { withoutVendor } from "./bedrock-profile.ts";

/**
 * A name without what writers of the same name differ in: letter case, the owner's path, and which of
 * `-`, `.`, `_`, `:` and `@` separates its parts (`Claude Sonnet 4.5`, `llama-v3p1-8b`). Words stay, so
 * that `-turbo`, `-fp8` and sizes keep models apart, and so do versions: `claude-v2:1` is Claude 2.1.
 */
export function foldedName(name: string): string {
  const last = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  const own = withoutVendor(last) ?? last;
  return own
    .replace(/(?:-v\d+)?:0(?::\d+k)?$/, "")
    .replace(/(\d)p(\d)/g, "$1-$2")
    .replace(/[\s._:@]+/g, "-")
    .replace(/^meta-(?=llama)/, "")
    .replace(/-v(?=\d)/g, "-")
    .replace(/-{2,}/g, "-");
}

/** The folded name without the date of a snapshot. */
export function foldedFamily(name: string): string {
  const folded = foldedName(name);
  return undatedNameOf(folded) ?? folded;
}
