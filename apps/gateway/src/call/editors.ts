import { contextEditor } from "../context/context-editor.ts";
import type { Call } from "./call.ts";
import type { Editor } from "./edit-request.ts";
import type { CallRoom } from "./handle-call.ts";
import { outputEditor } from "./output/output-editor.ts";
import type { Target } from "./plan-targets.ts";
import { promptEditor } from "./prompt-editor.ts";

/** The levers that the call's policy lets change its request, in their fixed order. */
export function editorsFor(
  room: CallRoom,
  call: Call,
  target: Target | undefined,
): readonly Editor[] {
  // What a lever asks is no client's request.
  if (call.madeBy !== undefined || call.wire.operation !== "chat") return [];
  const { policy } = call;
  const editors = [
    outputEditor(room, call, target, policy),
    contextEditor(room, call, target, policy.context),
    promptEditor(room, call, policy),
  ];
  return editors.filter((editor) => editor !== undefined);
}
