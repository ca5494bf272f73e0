/** What a gateway or control is told of shared counters, to log and to count. */
export type CountersNews =
  /** They cannot be asked, since when it is told, and why. */
  | Readonly<{ kind: "away"; reason: string }>
  | Readonly<{ kind: "back"; awayMs: number }>
  /** They are new or were emptied: hard budgets are closed until what was spent is read from the ledger. */
  | Readonly<{ kind: "emptied" }>
  /** This machine's time is not the server's; positive where the server's is later. */
  | Readonly<{ kind: "skewed"; ms: number }>
  /** Calls that were let through while they were away, and so much of the allowance is taken. */
  | Readonly<{ kind: "allowed"; dollars: bigint | undefined }>
  /** Calls of soft budgets that nobody can count any more: too many while they were away. */
  | Readonly<{ kind: "uncounted" }>
  /** What happened while they were away and they refuse to count: it is left out, and others are counted. */
  | Readonly<{ kind: "refused"; reason: string }>
  /** What was let through cannot be kept, or was kept and cannot be read: nobody counts it where this process ends first, or did. */
  | Readonly<{ kind: "unkept"; reason: string }>
  /** The server had lost so many leases that it had granted to this process, and has them again. */
  | Readonly<{ kind: "told_again"; count: number }>
  /** So many calls and ends of leases from while they were away have now been counted. */
  | Readonly<{ kind: "counted_afterwards"; count: number }>;
