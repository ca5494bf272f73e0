import { type DuplicateTerms, sharingOf, type WorkRequest } from "@headgate/batch";
import type { VirtualKey } from "@headgate/contract";
import type { RequestToAdmit } from "./face-dependencies.ts";

/** Requests as batches take them in: which of them may be sent once for several is told by their key and the terms. */
export const workOf = (
  requests: readonly RequestToAdmit[],
  keys: ReadonlyMap<string, VirtualKey>,
  terms: DuplicateTerms,
): readonly WorkRequest[] =>
  requests.map((request) => {
    const key = keys.get(request.keyId);
    // A key that was revoked since shares with nobody.
    const shared = key === undefined ? undefined : sharingOf(request, key, terms);
    return { ...request, ...(shared !== undefined && { shared }) };
  });
