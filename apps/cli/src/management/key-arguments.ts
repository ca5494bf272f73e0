import type { ArgsDef } from "citty";
import { dataArgument, jsonArgument, urlArgument } from "../command-line/command.ts";
import { talk } from "../command-line/terminal.ts";
import { findConfigSource, readConfig } from "../supervisor/start-plan.ts";
import { dataDirectoryPath, existingDataDirectory } from "./data-directory.ts";
import { connectManagement } from "./gateway-address.ts";
import { type KeyAccess, openKeys } from "./key-access.ts";

/** The flags that all `keys` commands share. */
export const keyArguments = {
  ...urlArgument,
  ...dataArgument,
  ...jsonArgument,
} as const satisfies ArgsDef;

/** Opens the keys that the flags mean, does the work, and closes them. */
export async function withKeys<T>(
  args: Readonly<{ url?: string | undefined; data?: string | undefined }>,
  work: (keys: KeyAccess) => Promise<T>,
): Promise<T> {
  const keys = await openKeys({
    api: connectManagement(args.url, process.env),
    isAddressGiven: args.url !== undefined,
    dataDirectory: () => existingDataDirectory(dataDirectoryPath(args.data, process.env)),
    state: async () => {
      const source = findConfigSource(undefined, process.env, process.cwd());
      const config = source.kind === "file" ? await readConfig(source, process.env, {}) : undefined;
      return config?.stores.state ?? { kind: "sqlite" };
    },
    onDirect: (root) => talk(`No running Headgate answers; the keys of ${root} are used directly.`),
  });
  try {
    return await work(keys);
  } finally {
    await keys.close();
  }
}
