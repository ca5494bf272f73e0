import type { Admitted } from "@headgate/contract";
import type { Call } from "../call/call.ts";
import type { CallRoom } from "../call/handle-call.ts";
import { countLeverFailure } from "../call/lever-failure.ts";
import type { Target } from "../call/plan-targets.ts";
import { nameOf } from "../route/pool-targets.ts";

/** What control is told of the model that was chosen for a call that waits. */
type WaitingChoice = Pick<Admitted, "route" | "pool" | "target" | "real_time">;

/** The same, and in which arms of experiments the choice was made or passed over. */
export type WaitingRoute = WaitingChoice & Pick<Admitted, "experiments">;

/** Chooses the model of a call that waits, and says which experiments that is part of. */
export function waitingRoute(room: CallRoom, call: Call, targets: readonly Target[]): WaitingRoute {
  // The choice of a model is all that levers do to what waits: it tells nothing of the others' experiments.
  const experiments = (call.effects.experiments ?? []).filter(
    ({ lever }) => lever === undefined || lever === "route",
  );
  return {
    ...waitingChoice(room, call, targets),
    ...(experiments.length > 0 && { experiments }),
  };
}

/**
 * Chooses the model of a call that waits, by the same labels and checks as in real time, and by what each model costs where it
 * would be asked: in a batch, where its provider has them and they are cheaper. Where answers are looked at as they come, a
 * chosen model is asked in real time; beside dollars of a day none is chosen then. Whatever fails here, the call goes where its
 * client sent it.
 */
function waitingChoice(room: CallRoom, call: Call, targets: readonly Target[]): WaitingChoice {
  const { mode, budget_per_day: budget } = call.policy.route;
  try {
    const isLookedAt = room.routeDesk.cascades.looksAt(call);
    // In real time its model would be chosen anew, by the day's dollars: that may be the reference, and without its batch.
    if (mode === "on" && budget !== undefined && isLookedAt) return {};
    const route = room.routeDesk.choose(room, call, targets, "waiting");
    if (route === undefined) return {};
    const { pool, use, chosen, reference } = route;
    call.effects.route = route;
    const isMoved = chosen !== reference;
    const [own] = targets;
    const isElsewhere =
      own === undefined || nameOf(chosen, call.request.model) !== nameOf(own, call.request.model);
    return {
      route: use,
      ...(isMoved && { pool }),
      ...(isElsewhere && { target: isMoved ? use.chosen : use.reference }),
      ...(isMoved && isLookedAt && { real_time: "answer_looked_at" }),
    };
  } catch (error) {
    countLeverFailure(room, call, "route", error);
    return {};
  }
}
