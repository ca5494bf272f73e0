import {
  type Attribution,
  createKeyResponse,
  keyListResponse,
  type Tags,
} from "@headgate/contract";
import { askApi, tellApi } from "./request.ts";

export type NewKey = Readonly<{ name: string; attribution: Attribution; tags: Tags }>;

export const askKeys = (signal?: AbortSignal) => askApi("/api/keys", keyListResponse, { signal });

/** Makes a key; the answer is the only one that holds its secret. */
export const createKey = (key: NewKey) =>
  askApi("/api/keys", createKeyResponse, { method: "POST", body: key });

export const revokeKey = (keyId: string) =>
  tellApi(`/api/keys/${encodeURIComponent(keyId)}`, { method: "DELETE" });
