import {
  type Attribution,
  type CreatedKey,
  createKeyResponse,
  HeadgateError,
  type KeySummary,
  keyListResponse,
  keySchema,
  type StoresConfig,
  type Tags,
  type VirtualKey,
} from "@headgate/contract";
import { dataDirectory, openState } from "@headgate/ledger";
import { z } from "zod";
import type { ManagementApi } from "./management-api.ts";

type KeyRequest = Readonly<{ name: string; attribution: Attribution; tags: Tags }>;

/** Keys, wherever they are kept. */
export interface KeyAccess {
  create(key: KeyRequest): Promise<CreatedKey>;
  list(): Promise<readonly KeySummary[]>;
  revoke(id: string): Promise<KeySummary>;
  close(): Promise<void>;
}

/** Keys of a running Headgate. */
export const keysOverApi = (api: ManagementApi): KeyAccess => ({
  create: (key) => api.post("/api/keys", key, createKeyResponse),
  list: async () => (await api.get("/api/keys", {}, keyListResponse)).keys,
  revoke: async (id) =>
    (await api.delete(`/api/keys/${encodeURIComponent(id)}`, z.object({ key: keySchema }))).key,
  close: async () => undefined,
});

/**
 * Keys opened directly: of a data directory, or of the PostgreSQL that a configuration names. Changes are published to the
 * gateways that read the directory; other nodes see them by themselves.
 */
export async function keysOfDataDirectory(
  root: string,
  state: StoresConfig["state"] = { kind: "sqlite" },
  nowMs: () => number = Date.now,
): Promise<KeyAccess> {
  const directory = dataDirectory(root);
  const store = await openState(state, directory.state);
  return {
    create: async (key) => {
      const created = await store.createKey({ ...key, nowMs: nowMs() });
      await store.publishKeys(directory.keys);
      return { key: withoutHash(created.key), secret: created.secret };
    },
    list: async () => (await store.listKeys()).map(withoutHash),
    revoke: async (id) => {
      const revoked = await store.revokeKey(id, nowMs());
      await store.publishKeys(directory.keys);
      return withoutHash(revoked);
    },
    close: () => store.close(),
  };
}

/**
 * Keys through the API where one answers; otherwise, and only when no address was asked for, of the
 * data directory.
 * @throws HeadgateError
 */
export async function openKeys(options: {
  api: ManagementApi;
  isAddressGiven: boolean;
  dataDirectory: () => Promise<string>;
  /** Where the state is kept, by the configuration. */
  state: () => Promise<StoresConfig["state"]>;
  onDirect: (root: string) => void;
}): Promise<KeyAccess> {
  const overApi = keysOverApi(options.api);
  try {
    await overApi.list();
    return overApi;
  } catch (error) {
    const isAway = error instanceof HeadgateError && error.code === "gateway_unreachable";
    if (!isAway || options.isAddressGiven) throw error;
    const root = await options.dataDirectory();
    options.onDirect(root);
    return keysOfDataDirectory(root, await options.state());
  }
}

const withoutHash = ({ hash: _, ...key }: VirtualKey): KeySummary => key;
