import { dialNotches } from "@headgate/contract";
import { defaultRouteSettings, type RouteSettings } from "@headgate/levers";

/** How a pool is learned of: its dial can be turned to each notch at once. */
export const poolSettings = (of: Pick<RouteSettings, "models" | "quality">): RouteSettings => ({
  ...defaultRouteSettings,
  ...of,
  notches: dialNotches,
});
