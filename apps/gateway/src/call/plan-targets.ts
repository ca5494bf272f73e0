import type { IncomingHttpHeaders } from "node:http";
import { requestHeaders, type WireFormat } from "@headgate/contract";
import {
  type ChosenTarget,
  chooseTargets,
  type TargetRoutes,
  targetNamed,
  type Wire,
} from "@headgate/providers";
import type { ProviderClient } from "../upstream/provider-client.ts";

/** Where a call may go. */
export type Target = ChosenTarget<ProviderClient>;

type Asked = Readonly<{
  wire: Pick<Wire, "format" | "home">;
  model: string | undefined;
  headers: IncomingHttpHeaders;
  /** As the client sent it: by its prompt calls of one name are spread over deployments. */
  body: Buffer;
}>;

export type Routes = TargetRoutes<ProviderClient>;

/**
 * The targets of a call in the order to try them, by the provider that its headers name and its model.
 * @throws HeadgateError `provider_unknown`, `provider_mismatch` or `model_unknown`
 */
export function planTargets(
  routes: Routes,
  { wire, model, headers, body }: Asked,
): readonly Target[] {
  const header = headers[requestHeaders.provider];
  const named = typeof header === "string" ? header : undefined;
  return chooseTargets(routes, wire, model, { named, body });
}

/**
 * A target by its name, `provider/model`, as it is asked in a client's format.
 * @throws HeadgateError `provider_unknown` or `provider_mismatch`
 */
export const targetOf = (routes: Routes, name: string, format: WireFormat): Target =>
  targetNamed(routes, name, format);
