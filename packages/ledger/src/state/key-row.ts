import { type VirtualKey, virtualKeySchema } from "@headgate/contract";
import type { Generated, Selectable } from "kysely";

/** A key as a row of `virtual_keys`; attribution and tags are JSON. */
export type KeyTable = {
  position: Generated<number>;
  id: string;
  name: string;
  hash: string;
  hint: string;
  attribution: string;
  tags: string;
  created_at_ms: number;
  revoked_at_ms: number | null;
};

export const rowOfKey = (key: VirtualKey) => ({
  id: key.id,
  name: key.name,
  hash: key.hash,
  hint: key.hint,
  attribution: JSON.stringify(key.attribution),
  tags: JSON.stringify(key.tags),
  created_at_ms: key.created_at_ms,
  revoked_at_ms: key.revoked_at_ms ?? null,
});

/** @throws when the row is damaged */
export const keyOfRow = (row: Selectable<KeyTable>): VirtualKey =>
  virtualKeySchema.parse({
    id: row.id,
    name: row.name,
    hash: row.hash,
    hint: row.hint,
    attribution: JSON.parse(row.attribution),
    tags: JSON.parse(row.tags),
    created_at_ms: row.created_at_ms,
    ...(row.revoked_at_ms === null ? {} : { revoked_at_ms: row.revoked_at_ms }),
  });
