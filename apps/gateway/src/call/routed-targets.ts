import { nameOf } from "../route/pool-targets.ts";
import type { Call } from "./call.ts";
import type { CallRoom } from "./handle-call.ts";
import { countLeverFailure } from "./lever-failure.ts";
import type { Target } from "./plan-targets.ts";

/**
 * Where a call goes, once its policy has chosen its model: there, then where it would have gone. No model stands there twice,
 * so that one that was set aside, refused or failed is not asked again as a fallback.
 */
export function routedTargets(
  room: CallRoom,
  call: Call,
  targets: readonly Target[],
): readonly Target[] {
  try {
    const route = room.routeDesk.choose(room, call, targets);
    if (route === undefined) return targets;
    call.effects.route = route;
    call.effects.cascade = room.routeDesk.cascades.begin(call, route, (error) =>
      countLeverFailure(room, call, "route", error),
    );
    const { chosen, reference } = route;
    const ahead = chosen === reference ? [reference] : [chosen, reference];
    // A target is made anew whenever it is looked up: what is the same is told by its name.
    const named = (target: Target): string | undefined => nameOf(target, call.request.model);
    const taken = new Set(ahead.map(named));
    return [...ahead, ...targets.filter((target) => !taken.has(named(target)))];
  } catch (error) {
    countLeverFailure(room, call, "route", error);
    return targets;
  }
}
