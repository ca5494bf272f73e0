import { HeadgateError } from "@headgate/contract";
import type { Asking, ImportSink } from "@headgate/sources";
import type { ImportDesk } from "../imports/import-desk.ts";

const PAUSE_MS = 1_000;
/** A client's import that takes longer fails the pull, which comes again. */
const MOST_PAUSES = 15 * 60;

/** Takes a pull's imports to the desk, behind others'; those of a day are told as one. */
export function createPullSink(desk: ImportDesk, { wait, signal }: Asking): ImportSink {
  let id: string | undefined;
  let sequence = 0;
  const begun = (): string => {
    if (id === undefined) throw new Error("The import has not begun.");
    return id;
  };
  return {
    begin: async ({ named, restating }) => {
      sequence = 0;
      for (let pauses = 0; ; pauses += 1) {
        try {
          id = await desk.begin({ named, restating }, "control");
          return;
        } catch (error) {
          const isBusy = error instanceof HeadgateError && error.code === "import_running";
          if (!isBusy || pauses >= MOST_PAUSES) throw error;
        }
        await wait(PAUSE_MS, signal);
      }
    },
    add: async (records) => {
      await desk.add(begun(), sequence, records);
      sequence += 1;
    },
    finish: (ending) => desk.finish(begun(), { ...ending, joins: true }),
    abandon: async () => {
      if (id !== undefined) await desk.abandon(id);
    },
  };
}
