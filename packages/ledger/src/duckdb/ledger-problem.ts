import type { ErrorCode } from "@headgate/contract";

/** Something that went wrong, was survived, and has to be seen. */
export type LedgerProblem = Readonly<{ code: ErrorCode; message: string }>;
