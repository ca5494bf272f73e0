import type { Call } from "./call.ts";
import type { Editor } from "./edit-request.ts";
import type { CallRoom } from "./handle-call.ts";
import type { Target } from "./plan-targets.ts";

/** The levers that the call's policy lets change its request, in their fixed order. */
export function editorsFor(
  _room: CallRoom,
  _call: Call,
  _target: Target | undefined,
): readonly Editor[] {
  return [];
}
