import { counted } from "../counted.ts";
import type { NotSeen } from "./recommendations.ts";

/** What was looked for and could not be seen, in a sentence. */
export const notSeenText = ({ kind, reason, calls }: NotSeen): string =>
  `Not seen of ${kind.replaceAll("-", " ")}${calls === null ? "" : ` on ${counted(calls, "call")}`}: ${reason}.`;
