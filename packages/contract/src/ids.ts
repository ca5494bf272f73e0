import { v7 } from "uuid";

const ID_BYTES = 16;
/** Random bytes are drawn for 256 ids at a time: one by one they cost more than the rest of an id. */
const pool = new Uint8Array(ID_BYTES * 256);
let used = pool.length;

const rng = (): Uint8Array => {
  if (used === pool.length) {
    globalThis.crypto.getRandomValues(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.subarray(used - ID_BYTES, used);
};

/** A new call id: time-ordered (UUID version 7), so that neighbouring calls lie together in the ledger. */
export const newCallId = (): string => v7({ rng });

/**
 * The call id that belongs to a thing: the same whenever it is made. It stands in the ledger where calls of that moment do.
 *
 * @param seed 16 bytes or more, evenly spread, of what the call is (a digest)
 */
export const callIdOf = (atMs: number, seed: Uint8Array): string =>
  v7({ msecs: atMs, random: seed });

/** What a client may use as its own id of a call: 1 to 128 characters of letters, digits and `._:-`. */
export const CLIENT_CALL_ID = /^[A-Za-z0-9._:-]{1,128}$/;
