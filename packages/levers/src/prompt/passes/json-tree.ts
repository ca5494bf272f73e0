import { isJsonSpace, stringEnd } from "./json-spaces.ts";

/** JSON as it was written: names, strings and numbers are the text's own, never read into a value. */
export type JsonTree =
  | Readonly<{ kind: "scalar"; raw: string }>
  | Readonly<{ kind: "list"; items: readonly JsonTree[] }>
  | Readonly<{ kind: "object"; members: readonly (readonly [rawName: string, JsonTree])[] }>;

/** Deeper JSON is left as it is. */
const MOST_DEPTH = 100;

/**
 * Reads a text that `JSON.parse` takes.
 * @returns undefined where it nests too deep
 */
export function readJsonTree(text: string): JsonTree | undefined {
  let at = 0;
  const skip = (): void => {
    while (isJsonSpace(text.charCodeAt(at))) at += 1;
  };
  const take = (end: number): string => {
    const raw = text.slice(at, end);
    at = end;
    return raw;
  };
  const read = (depth: number): JsonTree | undefined => {
    skip();
    const opening = text[at];
    if (opening === '"') return { kind: "scalar", raw: take(stringEnd(text, at, text.length)) };
    if (opening !== "{" && opening !== "[") {
      let end = at;
      while (end < text.length && !/[\s,\]}]/.test(text[end] ?? "")) end += 1;
      return { kind: "scalar", raw: take(end) };
    }
    if (depth === MOST_DEPTH) return undefined;
    at += 1;
    const items: JsonTree[] = [];
    const members: [string, JsonTree][] = [];
    for (skip(); text[at] !== "}" && text[at] !== "]"; skip()) {
      const name = opening === "{" ? take(stringEnd(text, at, text.length)) : undefined;
      skip();
      if (name !== undefined) at += 1;
      const value = read(depth + 1);
      if (value === undefined) return undefined;
      if (name === undefined) items.push(value);
      else members.push([name, value]);
      skip();
      if (text[at] === ",") at += 1;
    }
    at += 1;
    return opening === "{" ? { kind: "object", members } : { kind: "list", items };
  };
  return read(0);
}

/** Writes a tree without white space. */
export function writeJsonTree(tree: JsonTree): string {
  switch (tree.kind) {
    case "scalar":
      return tree.raw;
    case "list":
      return `[${tree.items.map(writeJsonTree).join(",")}]`;
    case "object":
      return `{${tree.members.map(([name, value]) => `${name}:${writeJsonTree(value)}`).join(",")}}`;
    default:
      return tree satisfies never;
  }
}
