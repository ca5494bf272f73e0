import type { StoreFailure } from "@headgate/contract";

/** By the word that an error of the server begins with (https://valkey.io/topics/protocol, read 2026-11-30). */
const failures: Readonly<Record<string, StoreFailure>> = {
  ...{ NOAUTH: "refused", WRONGPASS: "refused", NOPERM: "refused", OOM: "full" },
  ...{ READONLY: "read_only", MISCONF: "read_only", NOREPLICAS: "read_only" },
  ...{ LOADING: "busy", BUSY: "busy", TRYAGAIN: "busy" },
  ...{ CLUSTERDOWN: "unreachable", MASTERDOWN: "unreachable" },
};

/** What a command that failed is counted as. */
export function valkeyFailure(error: unknown): StoreFailure {
  if (!(error instanceof Error) || error.name !== "ReplyError") return "unreachable";
  const [word = ""] = error.message.split(" ", 1);
  return failures[word] ?? "other";
}

const mends: Readonly<Record<string, string>> = {
  NOPERM:
    "give its user the rights that docs/how-to/many-machines.md lists under Counters (ACL SETUSER)",
  NOAUTH: "set stores.counters.password",
  WRONGPASS: "mend stores.counters.username and password",
  MISCONF:
    "it cannot write its data to disk and takes no writes: free disk space, see who may write in its dir, and look at its log",
  OOM: "it has reached its maxmemory: raise it",
  READONLY: "it is a replica: name the primary, or use sentinel or cluster",
};

/** What a server said, with what mends it where that is known. */
export function withMend(said: string): string {
  // In a script the word stands first as well.
  const mend = mends[said.split(" ", 1)[0] ?? ""];
  return mend === undefined ? said : `${said.replace(/\.$/, "")}; ${mend}`;
}
