import { dialNotches } from "@headgate/contract";
import { defaultRouteSettings, type RouteSettings } from "@headgate/levers";

/** How a pool is learned: all promises that the dial can be turned to are certified beside its own. */
export const settingsOf = (of: Pick<RouteSettings, "models" | "quality">): RouteSettings => ({
  ...defaultRouteSettings,
  ...of,
  notches: dialNotches,
});
