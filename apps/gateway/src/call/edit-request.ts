import type { LeverName } from "@headgate/contract";
import type { RequestEdit } from "@headgate/levers";
import { applyJsonEdits, type PromptView } from "@headgate/providers";
import type { Call } from "./call.ts";

/** A lever that changes a request. */
export type Editor = Readonly<{
  name: LeverName;
  /** @returns undefined where it leaves the request as it is */
  edit: (
    call: Call,
    view: PromptView,
  ) => RequestEdit | undefined | Promise<RequestEdit | undefined>;
}>;

/**
 * Lets levers change a call's request, each on what the one before made of it. Bytes that none of them names stay as the
 * client sent them; a request that none of them touches is the very same one.
 *
 * @param failed is told of a lever that throws; the call goes on without it
 */
export async function editRequest(
  call: Call,
  editors: readonly Editor[],
  failed: (lever: LeverName, error: unknown) => void,
): Promise<Call> {
  let current = call;
  let view: PromptView | undefined;
  for (const { name, edit } of editors) {
    try {
      view ??= viewOf(current);
      if (view === undefined) return current;
      const making = edit(current, view);
      // Most know at once: a call waits no turn for them.
      const made = making instanceof Promise ? await making : making;
      if (made === undefined) continue;
      current = withEdit(current, made);
      view = undefined;
    } catch (error) {
      failed(name, error);
    }
  }
  return current;
}

const viewOf = ({ wire, request: { json }, effects }: Call): PromptView | undefined =>
  json === undefined ? undefined : effects.viewOf(wire.format, json);

function withEdit(call: Call, made: RequestEdit): Call {
  const edits = [...call.edits, made];
  if (made.edits.length === 0) return { ...call, edits };
  const { wire, pathAndQuery } = call;
  const body = applyJsonEdits(call.body, made.edits);
  const [path = ""] = pathAndQuery.split("?", 1);
  const request = wire.readRequest(body, path);
  return { ...call, body, request, edits, asSent: call.asSent ?? call };
}
