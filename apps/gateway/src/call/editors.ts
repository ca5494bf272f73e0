import type { Call } from "./call.ts";
import type { Editor } from "./edit-request.ts";
import type { CallRoom } from "./handle-call.ts";
import type { Target } from "./plan-targets.ts";
import { policyOf } from "./policy-of.ts";
import { promptEditor } from "./prompt-editor.ts";

/** The levers that the call's policy lets change its request, in their fixed order. */
export function editorsFor(
  room: CallRoom,
  call: Call,
  _target: Target | undefined,
): readonly Editor[] {
  if (call.wire.operation !== "chat") return [];
  const policy = policyOf(room.config, call);
  return [promptEditor(room, call, policy)].filter((editor) => editor !== undefined);
}
