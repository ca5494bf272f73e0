import { counted } from "../counted.ts";
import type { NotSeen } from "./recommendations.ts";

/** What could not be looked for, and why, in a sentence. */
export function notSeenText({ kind, reason, calls }: NotSeen): string {
  const name = kind === "re-embedding" ? kind : kind.replaceAll("-", " ");
  const on = calls === null ? "" : ` on ${counted(calls, "call")}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} could not be looked for${on}: ${reason}.`;
}
