import { HeadgateError } from "@headgate/contract";
import { gatewayAddress } from "../management/gateway-address.ts";
import { type BatchClient, batchClient } from "./batch-client.ts";

/** `--key`, for commands that act for a Headgate key. */
export const keyArgument = {
  key: {
    type: "string",
    valueHint: "KEY",
    description: "Headgate key whose batches they are; HEADGATE_KEY unless said",
  },
} as const;

/**
 * The batches of the key that is named, or of `HEADGATE_KEY`.
 * @throws HeadgateError `command_invalid`
 */
export function connectBatches(
  args: Readonly<{ url?: string | undefined; key?: string | undefined }>,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<{ url: string; client: BatchClient }> {
  const key = args.key ?? environment.HEADGATE_KEY;
  if (key === undefined || key === "") {
    throw new HeadgateError(
      "command_invalid",
      "Batches belong to a Headgate key: say --key or set HEADGATE_KEY; `headgate keys create` makes one.",
    );
  }
  const url = gatewayAddress(args.url, environment);
  return { url, client: batchClient(url, key) };
}
