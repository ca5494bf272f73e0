import type { Address, AddressReading, OwnNames } from "./resolution.ts";

/**
 * Looks a name up among the operator's own: as it stands, or, for an ARN or a path, by what its last
 * part names (`application-inference-profile/abc` or `abc`).
 */
export function readOwnName({ name }: Address, ownNames: OwnNames): AddressReading | undefined {
  const keys = [name];
  if (name.startsWith("arn:")) keys.push(name.split(":").slice(5).join(":"));
  if (/^(?:arn:|projects\/)/.test(name)) keys.push(name.slice(name.lastIndexOf("/") + 1));
  const key = keys.find((one) => Object.hasOwn(ownNames, one));
  if (key === undefined) return undefined;
  const own = ownNames[key];
  if (own === undefined) return undefined;
  return {
    kind: "read",
    name: own.model,
    scope: own.scope,
    place: own.place,
    how: `price_names says that "${key}" stands for "${own.model}"`,
  };
}
