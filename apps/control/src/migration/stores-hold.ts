import { readFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { HeadgateError, type StoresConfig } from "@headgate/contract";
import type { Logger } from "pino";
import { z } from "zod";

/** When whoever is refused may try again: a restart takes some seconds. */
export const HELD_RETRY_AFTER_MS = 10_000;

/**
 * From the last copy of the stores to the restart nothing may change what was copied: a request that is taken in here is
 * unknown there, one that is sent from here is sent again from there, and a key that is revoked here lives on there.
 */
export interface StoresHold {
  isHeld(): boolean;
  /** When it began; undefined while nothing is held. */
  since(): string | undefined;
  /** Does what changes the stores. @throws HeadgateError `stores_held` */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Refuses what comes from now on, also after a restart on the same stores, and waits for what is under way. */
  hold(): Promise<void>;
  /** Waits until a hold that begins is written down, so that it does not outlive this. @returns whether anything was held */
  lift(): Promise<boolean>;
}

const fileSchema = z.strictObject({
  /** Which state is held: a process that has another one open has moved. */
  place: z.string(),
  since: z.iso.datetime(),
});

type Options = Readonly<{
  /** The file that tells a process that starts. */
  path: string;
  state: StoresConfig["state"];
  nowMs: () => number;
  log: Logger;
}>;

/**
 * Takes up what the process before held; where the state is another one by now, the move was made and nothing is held.
 * @throws HeadgateError `data_dir_unusable` where the file cannot be read
 */
export async function openStoresHold({ path, state, nowMs, log }: Options): Promise<StoresHold> {
  const place = placeOfState(state);
  const found = readHold(path);
  let since = found?.place === place ? found.since : undefined;
  if (found !== undefined && since === undefined) {
    await rm(path, { force: true });
    log.info("the stores were moved: what was held for it is taken in again");
  }
  if (since !== undefined) log.warn({ code: "stores_held", since }, heldText(since));
  const underWay = new Set<Promise<unknown>>();
  const begin = async (): Promise<void> => {
    const began = new Date(nowMs()).toISOString();
    const part = `${path}.part`;
    await writeFile(part, `${JSON.stringify({ place, since: began })}\n`, {
      mode: 0o600,
      flush: true,
    });
    await rename(part, path);
    since = began;
    log.warn({ code: "stores_held", since }, heldText(since));
  };
  let beginning: Promise<void> | undefined;

  return {
    isHeld: () => since !== undefined,
    since: () => since,
    during: async (work) => {
      if (since !== undefined) throw storesHeld(since);
      const doing = work();
      underWay.add(doing);
      try {
        return await doing;
      } finally {
        underWay.delete(doing);
      }
    },
    hold: async () => {
      beginning = begin();
      await beginning;
      await Promise.allSettled(underWay);
    },
    lift: async () => {
      // Whoever holds hears of its failure.
      await Promise.allSettled([beginning]);
      await rm(path, { force: true });
      const wasHeld = since !== undefined;
      since = undefined;
      if (wasHeld) log.info("the stores are held no longer");
      return wasHeld;
    },
  };
}

export const heldText = (since: string): string =>
  `Keys, alarms, imports and work that waits are held since ${since}, until the stores are moved by a restart or \`headgate migrate --lift\`.`;

const storesHeld = (since: string): HeadgateError =>
  new HeadgateError("stores_held", `Held since ${since}.`, {
    retry_after_ms: HELD_RETRY_AFTER_MS,
  });

/** Without user and password, which may be changed meanwhile. */
function placeOfState(state: StoresConfig["state"]): string {
  if (state.kind === "sqlite") return "sqlite";
  const { host, pathname } = new URL(state.url);
  return `postgres ${host}${pathname} ${state.schema}`;
}

function readHold(path: string): z.infer<typeof fileSchema> | undefined {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeadgateError(
      "data_dir_unusable",
      `${path}: ${reason}. Remove it where no move of the stores is under way.`,
      {},
      { cause: error },
    );
  }
}
