import { isDeepStrictEqual } from "node:util";
import { type Document, isAlias, isNode, type Pair, parseDocument, visit } from "yaml";
import type { WrittenPolicy } from "./patch-policies.ts";

/** Why a change cannot be written into the policies of a text. */
export class PoliciesNotEditedError extends Error {}

/**
 * Anchors and aliases tie policies to each other or to the rest of the file: what is changed in one place is changed where
 * nobody looks.
 *
 * @throws PoliciesNotEditedError where there are some in the policies
 */
export function assertNothingShared(policies: Pair | undefined): void {
  if (!isNode(policies?.value)) return;
  visit(policies.value, (_, node) => {
    if (!isAlias(node) && !(isNode(node) && "anchor" in node && node.anchor !== undefined)) return;
    throw new PoliciesNotEditedError(
      "The policies share text with each other, or with the rest of the file, by an anchor (&) or an alias (*): a change would reach further than it shows. Write it by hand.",
    );
  });
}

/**
 * @param after what the policies are to say
 * @throws PoliciesNotEditedError where a text does not say it, or says something else of what is no policy than before
 */
export function assertNothingElseChanged(
  before: Document,
  text: string,
  after: readonly WrittenPolicy[],
): void {
  const { policies: _, ...wasRest } = plain(before.toJS() ?? {});
  const { policies, ...rest } = plain(parseDocument(text).toJS() ?? {});
  if (isDeepStrictEqual(rest, wasRest) && isDeepStrictEqual(policies, plain(after))) return;
  throw new PoliciesNotEditedError(
    "What would be written does not read as it should, the way this file is written. Write the change by hand.",
  );
}

/** As JSON has it: what is not there and what is undefined are one. */
const plain = <Value>(value: Value) =>
  JSON.parse(JSON.stringify(value)) as Value & Readonly<Record<string, unknown>>;
