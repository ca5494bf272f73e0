import type { ChildMessage } from "@headgate/contract";

/** Sends a message to the process that started this one; alone on a terminal there is none to tell. */
export const tellSupervisor = (message: ChildMessage): void => {
  process.send?.(message);
};
