import type { JsonObject } from "@headgate/providers";

/** The most members of one list: a context window holds no more messages. */
const MOST = 10_000;

/**
 * A list that was laid flat into names, as attributes hold nothing else: of `a.0.x` and `a.1.x` under `a`, two objects with
 * an `x` each. Members that are not there are left out.
 */
export function indexedAttributes(attributes: JsonObject, name: string): readonly JsonObject[] {
  const members = new Map<number, Record<string, unknown>>();
  const begin = `${name}.`;
  for (const key in attributes) {
    if (!key.startsWith(begin)) continue;
    const behind = key.indexOf(".", begin.length);
    if (behind === -1) continue;
    const index = Number(key.slice(begin.length, behind));
    if (!Number.isInteger(index) || index < 0 || index >= MOST) continue;
    const member = members.get(index) ?? {};
    member[key.slice(behind + 1)] = attributes[key];
    members.set(index, member);
  }
  return [...members].sort(([one], [other]) => one - other).map(([, member]) => member);
}
