import { isMap, isScalar, type Node } from "yaml";

/** The place of the deepest part of `path` that stands in the file. */
export function placeOf(
  contents: unknown,
  path: readonly string[],
  at: (offset: number) => string,
): string | undefined {
  let node: unknown = contents;
  let range: Node["range"] = isNode(node) ? node.range : undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (pair === undefined) break;
      if (isNode(pair.key)) range = pair.key.range;
      node = pair.value;
    } else if (hasItems(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) range = node.range;
    } else break;
  }
  return range ? at(range[0]) : undefined;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "range" in value;
const hasItems = (value: unknown): value is { items: unknown[] } =>
  typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items);
