import type { IncomingHttpHeaders } from "node:http";
import {
  HeadgateError,
  ON_BEHALF_HEADER,
  type RealTimeReason,
  readOnBehalf,
} from "@headgate/contract";
import { isFromControl } from "../http/is-from-control.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";
import type { Admission } from "./admit.ts";

/** Of a call that waited. */
type WaitedAdmission = Admission &
  Readonly<{
    /** Its id as it was admitted. */
    admittedCallId: string | undefined;
    /** Why it is asked in real time where it could have gone into a batch. */
    realTime: RealTimeReason | undefined;
  }>;

/**
 * The admission of a call that control makes for one that was admitted earlier and waited: as it was admitted then, for a
 * key that is live now. `undefined` where it is anybody else's call; the header alone proves nothing.
 *
 * @throws HeadgateError `key_unknown` for a key that was revoked meanwhile, `header_invalid`
 */
export async function admitOnBehalf(
  headers: IncomingHttpHeaders,
  keys: WatchedKeys,
  token: string | undefined,
): Promise<WaitedAdmission | undefined> {
  const text = headers[ON_BEHALF_HEADER];
  if (typeof text !== "string" || !isFromControl(headers, token)) return undefined;
  const told = readOnBehalf(text);
  if (told === undefined) {
    throw new HeadgateError("header_invalid", `${ON_BEHALF_HEADER} cannot be read.`, {
      header: ON_BEHALF_HEADER,
    });
  }
  const live = () => [...keys.table().values()].find(({ id }) => id === told.key_id);
  let key = live();
  if (key === undefined) {
    await keys.recheck();
    key = live();
  }
  if (key === undefined) throw new HeadgateError("key_unknown");
  return {
    clientCallId: told.client_call_id,
    key,
    attribution: told.attribution,
    tags: told.tags,
    admittedCallId: told.admitted_call_id,
    realTime: told.real_time,
  };
}
