import {
  type Admitted,
  attributionFields,
  type HeadgateConfig,
  HeadgateError,
} from "@headgate/contract";
import { fitsName } from "@headgate/levers";
import { mayTell } from "../runner/may-tell.ts";

/**
 * Where the end of a client's batch is told: what the request that makes it names, else the first address of the
 * configuration that is for its key and labels; `undefined`: nowhere.
 *
 * @throws HeadgateError `webhook_refused` for an address that the operator does not allow
 */
export function batchWebhook(
  { webhook, key_name: keyName, attribution }: Admitted,
  config: Pick<HeadgateConfig, "batch">,
): string | undefined {
  const url =
    webhook ??
    config.batch.webhooks.find(
      ({ match }) =>
        fitsName(match.key, keyName) &&
        attributionFields.every((field) => fitsName(match[field], attribution[field])),
    )?.url;
  if (url !== undefined && !mayTell(url, config)) {
    throw new HeadgateError("webhook_refused", `${new URL(url).host}.`);
  }
  return url;
}
