import { v7 } from "uuid";

/** A new call id: time-ordered (UUID version 7), so that neighbouring calls lie together in the ledger. */
export const newCallId = (): string => v7();

/** What a client may use as its own call id: 1 to 128 characters of letters, digits and `._:-`. */
export const CLIENT_CALL_ID = /^[A-Za-z0-9._:-]{1,128}$/;
