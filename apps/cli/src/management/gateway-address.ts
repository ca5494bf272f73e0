import { HeadgateError } from "@headgate/contract";
import { type ManagementApi, managementApi } from "./management-api.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = "4100";

/**
 * Where the running Headgate is: `--url`, or this machine with `HEADGATE_PORT`.
 * @returns the address without a slash or `/v1` at its end
 * @throws HeadgateError `command_invalid`
 */
export function gatewayAddress(url: string | undefined, environment: Environment): string {
  if (url === undefined) return `http://127.0.0.1:${environment.HEADGATE_PORT || DEFAULT_PORT}`;
  if (!URL.canParse(url) || !/^https?:\/\//.test(url)) {
    throw new HeadgateError(
      "command_invalid",
      `--url is an address such as http://127.0.0.1:4100; not "${url}".`,
    );
  }
  return url.replace(/\/+(v1\/*)?$/, "");
}

/** The management API at `--url` or on this machine, with the admin key of `HEADGATE_ADMIN_KEY`. */
export const connectManagement = (
  url: string | undefined,
  environment: Environment,
): ManagementApi =>
  managementApi({
    url: gatewayAddress(url, environment),
    adminKey: environment.HEADGATE_ADMIN_KEY || undefined,
  });
