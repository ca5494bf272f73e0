import type { CachePurge } from "@headgate/contract";

/** What a kept answer is forgotten by. */
type Kept = Readonly<{
  callId: string;
  namespace: string;
  tags: Readonly<Record<string, string>>;
}>;

/** Whether a purge takes a kept answer away. */
export const isPurged = ({ all, namespace, tag, call_id }: CachePurge, kept: Kept): boolean =>
  all === true ||
  (namespace !== undefined && kept.namespace === namespace) ||
  (tag !== undefined && hasTag(kept.tags, tag)) ||
  (call_id !== undefined && kept.callId === call_id);

function hasTag(tags: Kept["tags"], tag: string): boolean {
  const equals = tag.indexOf("=");
  return (
    Object.hasOwn(tags, tag.slice(0, equals)) &&
    tags[tag.slice(0, equals)] === tag.slice(equals + 1)
  );
}
