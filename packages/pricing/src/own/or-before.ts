import { HeadgateError } from "@headgate/contract";

/** What is read anew while a process runs: where the files cannot be used, what was read before goes on, and that is told. */
export function orBefore<Read>(
  read: () => Read,
  before: Read,
  onFault: (fault: HeadgateError) => void,
): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    onFault(error);
    return before;
  }
}
