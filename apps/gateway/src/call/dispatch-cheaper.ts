import { HeadgateError, whyNotAllowed } from "@headgate/contract";
import type { BudgetRefusal } from "../budgets/call-budgets.ts";
import { nameOf } from "../route/pool-targets.ts";
import { allowedTargets } from "./allowed-targets.ts";
import type { Call } from "./call.ts";
import { dispatch } from "./dispatch.ts";
import type { DispatchSettings } from "./dispatch-settings.ts";
import type { CallRoom } from "./handle-call.ts";
import { planTargets, type Target, targetOf } from "./plan-targets.ts";
import { sendingTo } from "./sending.ts";

type StepRoom = Pick<CallRoom, "config" | "priceBook" | "counters" | "routes" | "log">;

/**
 * A call that its budget has no room for goes to the cheaper model that the budget names, or nowhere.
 *
 * @throws HeadgateError the budget's refusal, also where the cheaper model cannot take the call: the client did not ask for
 *   that model, and what it must know is that the budget is spent, and until when
 */
export async function dispatchCheaper(
  room: StepRoom,
  settings: DispatchSettings,
  call: Call,
  { error, stepDownTo }: BudgetRefusal,
): Promise<void> {
  if (stepDownTo === undefined || call.budgets === undefined) throw error;
  const cheaper = cheaperTargets(room, call, stepDownTo);
  if (typeof cheaper === "string") {
    room.log.warn(
      { callId: call.id, stepDownTo, error: cheaper },
      "a call could not step down to its budget's cheaper model",
    );
    throw withReason(error, stepDownTo, cheaper);
  }
  call.budgets.stepDown();
  // The budget's choice takes the place of the policy's.
  call.effects.route = undefined;
  call.effects.cascade = undefined;
  const refusal = await dispatch(settings, call, cheaper);
  if (refusal !== undefined) throw refusal.error;
}

/** The targets of the cheaper model that can carry the call, or why there is none. Nothing is sent yet. */
function cheaperTargets(room: StepRoom, call: Call, model: string): readonly Target[] | string {
  let first: string | undefined;
  try {
    const named = targetsNamed(room, call, model);
    const carrying = allowedTargets(room, call, named).filter((target) => {
      const fault =
        whyPolicyForbids(call, target) ??
        faultOf(() => sendingTo(call, target, room.config.translation))?.message;
      first ??= fault;
      return fault === undefined;
    });
    if (carrying.length > 0) return carrying;
  } catch (error) {
    if (error instanceof HeadgateError) return error.message;
    throw error;
  }
  return first ?? new HeadgateError("model_unknown", `No provider has ${model}.`).message;
}

/**
 * Why the call's policy lets nobody but its client choose this target. A budget chooses for the client too: where a call's text may
 * go is the policy's to say, whoever chooses.
 */
function whyPolicyForbids(
  { policy: { route }, request }: Call,
  target: Target,
): string | undefined {
  const { provider } = target;
  const name = nameOf(target, request.model);
  const why =
    name !== undefined && route.deny.includes(name)
      ? `it denies ${name}`
      : whyNotAllowed(route, provider.name, provider.config);
  return why === undefined ? undefined : `the call's policy does not let it go there, as ${why}.`;
}

/**
 * The operator's own model of that name, or that provider's: a provider that does not speak of such calls is no reason to ask another one
 * for the dear model after all.
 * @throws HeadgateError `provider_unknown` or `provider_mismatch`
 */
function targetsNamed({ routes }: StepRoom, { wire, body }: Call, model: string) {
  return Object.hasOwn(routes.models, model)
    ? planTargets(routes, { wire, model, headers: {}, body })
    : [targetOf(routes, model, wire.format)];
}

function faultOf(run: () => unknown): HeadgateError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof HeadgateError) return error;
    throw error;
  }
}

/** The refusal as it was, with why the call did not step down. */
function withReason(refusal: HeadgateError, stepDownTo: string, why: string): HeadgateError {
  const detail = refusal.message.slice(refusal.entry.summary.length).trim();
  const told = `${detail} The call could not step down to ${stepDownTo}: ${why}`;
  return new HeadgateError(refusal.code, told, refusal.details, { cause: refusal });
}
