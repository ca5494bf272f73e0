import type { LeverName } from "@headgate/contract";
import type { Act, Lever } from "./lever.ts";

/** What became of a call on its way through the levers. */
export type Run<Call, Answer> = Readonly<{
  /** The call as it goes on: the very same one where no lever changed it. */
  call: Call;
  /** What a lever answered in a provider's place; the levers behind it were not asked. */
  answer: Answer | undefined;
  /** The levers that acted, in their order. */
  acted: readonly LeverName[];
}>;

/**
 * Lets levers act on a call, one after the other, each on what the one before made of it, until one answers.
 * A lever that throws is told to `failed` and passed over: the call goes on as if it had not been there.
 */
export async function runLevers<Call, Answer>(
  levers: readonly Lever<Call, Answer>[],
  call: Call,
  failed: (lever: LeverName, error: unknown) => void,
): Promise<Run<Call, Answer>> {
  let current = call;
  const acted: LeverName[] = [];
  for (const lever of levers) {
    let act: Act<Call, Answer>;
    try {
      const acting = lever.act(current);
      // Most know at once: a call waits no turn for them.
      act = acting instanceof Promise ? await acting : acting;
    } catch (error) {
      failed(lever.name, error);
      continue;
    }
    switch (act.kind) {
      case "left":
        break;
      case "answered":
        acted.push(lever.name);
        return { call: current, answer: act.answer, acted };
      case "changed":
        acted.push(lever.name);
        current = act.call;
        break;
      default:
        act satisfies never;
    }
  }
  return { call: current, answer: undefined, acted };
}
