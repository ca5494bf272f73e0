import type { Call } from "./call.ts";
import { ClientAnswer } from "./client-answer.ts";
import type { DispatchSettings, SetAside, Unanswered } from "./dispatch-settings.ts";
import { cutOf } from "./output/settled-output.ts";

/**
 * Gives the client an answer that did not stand the checks, since there is no other: it is worth more than an error. A
 * header says so. Where nothing was sent after it, its row is the call's last; else that is the last failure's, which says
 * it too.
 *
 * @param last the last attempt, not recorded yet
 */
export async function giveSetAside(
  settings: DispatchSettings,
  call: Call,
  { facts, answer }: SetAside,
  { last, attempts }: Readonly<{ last: Unanswered; attempts: number }>,
): Promise<void> {
  const { target, sending } = facts;
  const given = new ClientAnswer({ call, target, sending, attempts });
  const { cascade, output } = call.effects;
  cascade?.giveAnyway();
  if (output !== undefined) output.cut = cutOf(output, facts, facts.reading?.usage ?? {});
  given.begin(answer);
  given.hold();
  given.write(answer.body);
  given.translateRest();
  const isLast = last.facts === facts;
  await settings.record(call, isLast ? { ...facts, answerNotes: given.notes } : last.facts, true);
  given.letGo();
  given.end();
}
