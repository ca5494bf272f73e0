import type { EngineName } from "./engines.ts";

/** Where a node runs, if not on this machine's loopback. */
export type Place = Readonly<{
  /** What it listens on. */
  host: string;
  /** What starts a program there; nothing where it starts as any other. */
  command: readonly string[];
  /** The address under which something of this machine's loopback is found there. */
  reach: (what: EngineName | "provider", url: string) => Promise<string>;
}>;
