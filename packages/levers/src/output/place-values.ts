import { isJsonObject, type JsonEdit, type JsonObject, type JsonPath } from "@headgate/providers";

export type Placed = readonly [path: readonly string[], value: unknown];

/** An object that is to come where there is none. */
type Missing = Readonly<{ at: readonly string[]; key: string; isInPlace: boolean; value: Tree }>;
type Tree = { [name: string]: unknown };

/**
 * The changes that put values at paths of members. Objects on the way that are not there come with them; a member that is
 * there with another value, null too, gets the new one.
 */
export function placeValues(json: JsonObject, placed: readonly Placed[]): readonly JsonEdit[] {
  const edits: JsonEdit[] = [];
  const missing = new Map<string, Missing>();
  for (const [path, value] of placed) {
    const depth = depthOfObjects(json, path);
    const at = path.slice(0, depth);
    const key = path[depth] as string;
    const rest = path.slice(depth + 1);
    const isInPlace = valueAt(json, at, key) !== undefined;
    if (rest.length === 0) {
      edits.push(
        isInPlace
          ? { kind: "set", path: [...at, key], value }
          : { kind: "add", path: at, key, value },
      );
      continue;
    }
    const name = JSON.stringify([...at, key]);
    const one = missing.get(name) ?? { at, key, isInPlace, value: {} };
    missing.set(name, one);
    put(one.value, rest, value);
  }
  for (const { at, key, isInPlace, value } of missing.values()) {
    edits.push(
      isInPlace
        ? { kind: "set", path: [...at, key], value }
        : { kind: "add", path: at, key, value },
    );
  }
  return edits;
}

/** What stands at a path of members; undefined where nothing does, or null. */
export function valueAtPath(json: JsonObject, path: JsonPath): unknown {
  let at: unknown = json;
  for (const step of path) at = isJsonObject(at) ? at[String(step)] : undefined;
  return at ?? undefined;
}

/** How many steps of a path, the last one left out, lead through objects. */
function depthOfObjects(json: JsonObject, path: readonly string[]): number {
  let at: JsonObject = json;
  for (const [depth, step] of path.slice(0, -1).entries()) {
    const below = at[step];
    if (!isJsonObject(below)) return depth;
    at = below;
  }
  return path.length - 1;
}

/** Undefined only where there is no such member. */
function valueAt(json: JsonObject, path: readonly string[], key: string): unknown {
  const object = path.length === 0 ? json : valueAtPath(json, path);
  return isJsonObject(object) ? object[key] : undefined;
}

function put(tree: Tree, path: readonly string[], value: unknown): void {
  let at = tree;
  for (const step of path.slice(0, -1)) {
    const below = isTree(at[step]) ? at[step] : {};
    at[step] = below;
    at = below;
  }
  at[path.at(-1) as string] = value;
}

const isTree = (value: unknown): value is Tree => isJsonObject(value);
