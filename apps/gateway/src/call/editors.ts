import { contextEditor } from "../context/context-editor.ts";
import type { Call } from "./call.ts";
import type { Editor } from "./edit-request.ts";
import type { CallRoom } from "./handle-call.ts";
import type { Target } from "./plan-targets.ts";

/** The levers that the call's policy lets change its request, in their fixed order. */
export function editorsFor(
  room: CallRoom,
  call: Call,
  target: Target | undefined,
): readonly Editor[] {
  // What a lever asks is no client's history.
  if (call.madeBy !== undefined) return [];
  return [contextEditor(room, call, target)].filter((editor) => editor !== undefined);
}
