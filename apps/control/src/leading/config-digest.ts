import { hash } from "node:crypto";
import type { HeadgateConfig } from "@headgate/contract";

/** What is each node's own, or guards it: nodes that differ in these treat calls alike. */
const OWN: ReadonlySet<string> = new Set<keyof HeadgateConfig>([
  "listen",
  "admin_key",
  "history_salt",
  "spool",
  "stores",
  "move_to",
]);
const DIGITS = 12;

/** Tells configurations apart by which calls are treated differently; names may stand in any order. */
export function configDigest(config: HeadgateConfig): string {
  const shared = Object.fromEntries(Object.entries(config).filter(([name]) => !OWN.has(name)));
  return hash("sha256", JSON.stringify(shared, inOrder)).slice(0, DIGITS);
}

const inOrder = (_name: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
