import {
  type Attribution,
  type CreatedKey,
  createKeyResponse,
  HeadgateError,
  type KeySummary,
  keyListResponse,
  keySchema,
  type Tags,
  type VirtualKey,
} from "@headgate/contract";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
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

/** Keys of a data directory, opened directly; changes are published to the gateways that read it. */
export async function keysOfDataDirectory(
  root: string,
  nowMs: () => number = Date.now,
): Promise<KeyAccess> {
  const directory = dataDirectory(root);
  const state = await openSqliteState({ path: directory.state });
  return {
    create: async (key) => {
      const created = await state.createKey({ ...key, nowMs: nowMs() });
      await state.publishKeys(directory.keys);
      return { key: withoutHash(created.key), secret: created.secret };
    },
    list: async () => (await state.listKeys()).map(withoutHash),
    revoke: async (id) => {
      const revoked = await state.revokeKey(id, nowMs());
      await state.publishKeys(directory.keys);
      return withoutHash(revoked);
    },
    close: () => state.close(),
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
    return keysOfDataDirectory(root);
  }
}

const withoutHash = ({ hash: _, ...key }: VirtualKey): KeySummary => key;
