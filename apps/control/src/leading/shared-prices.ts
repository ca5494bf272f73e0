import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { priceFolderState, TAKEN_RATES_FILE } from "@headgate/pricing";
import type { Logger } from "pino";
import { z } from "zod";
import { createInTurn } from "../in-turn.ts";
import { GONE, type PriceShelf } from "./price-shelf.ts";
import { digestOfFile, digestsOfSharedFiles, isShared, textOf } from "./shared-price-files.ts";
import { checkSharedFiles, takeSharedFiles } from "./take-shared-files.ts";

/** How often it is looked whether prices came or went here or on another node. */
export const SHARE_PRICES_MS = 1_000;
/** In the price folder, so that whoever loses the one loses the other, and takes nothing for removed. */
const KNOWN_FILE = ".shared";
/** Nodes that change one file at the same time follow each other. */
const MOST_TRIES = 5;

/** Prices that were imported and rates that were taken over from bills: what one node has, all of a shared state have. */
export interface SharedPrices {
  /**
   * Does what changes these files, upon what other nodes have, and hands it to them.
   * @throws HeadgateError `state_unusable` where the shared state is away, `config_not_written` where others change them all the time,
   * `price_file_invalid` where other nodes' rates cannot be read here
   */
  change<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Hands on what is new here and takes what is new elsewhere; what fails is told once, and files stay as they are. */
  tick(): Promise<void>;
}

/** Where there is this node alone, there is nobody to hand anything to. */
export const unsharedPrices: SharedPrices = {
  change: (work) => work(),
  tick: async () => undefined,
};

const knownSchema = z.record(z.string(), z.string());

type Options = Readonly<{ folder: string; shelf: PriceShelf; log: Logger }>;

/** Other nodes' files that prices here cannot be read with: their digests, and the folder's state then. */
type Refused = Readonly<{
  state: string;
  digests: ReadonlyMap<string, string>;
  fault: HeadgateError;
}>;

type Shared = Readonly<{
  /** The files whose change here gave way to another node's. */
  gaveWay: ReadonlySet<string>;
  refused: Refused | undefined;
}>;

export function createSharedPrices({ folder, shelf, log }: Options): SharedPrices {
  const inTurn = createInTurn();
  let isFailureTold = false;
  let underWay = false;
  let seen: Readonly<{ state: string; digests: ReadonlyMap<string, string> }> | undefined;
  let refused: Refused | undefined;

  /** Read anew only where something changed. */
  const lookHere = async (): Promise<NonNullable<typeof seen>> => {
    const state = priceFolderState(folder);
    if (seen?.state !== state) seen = { state, digests: await digestsOfSharedFiles(folder) };
    return seen;
  };

  const share = async (): Promise<Shared> => {
    const known = await readKnown(folder, log);
    const { state, digests: here } = await lookHere();
    // What did not fit is tried again only where something changed: each try writes into the folder.
    if (refused?.state !== state) refused = undefined;
    const there = await shelf.digests();
    const next = new Map(known);
    const gaveWay = new Set<string>();
    const taken = new Map<string, string>();
    const takenDigests = new Map<string, string>();
    const removed: string[] = [];
    let isChecked = false;
    for (const path of new Set([...here.keys(), ...there.keys(), ...known.keys()])) {
      const ours = here.get(path) ?? GONE;
      const theirs = there.get(path);
      const before = known.get(path);
      if (theirs === ours) next.set(path, ours);
      else if (theirs === undefined || theirs === before) {
        // Changed here alone. What the shelf never had is not missing: it may be a new one.
        if (theirs === undefined && ours === GONE) continue;
        const content = ours === GONE ? "" : await textOf(join(folder, path));
        // Changed since it was looked at: the next look has it.
        if (content === undefined || (ours !== GONE && digestOfFile(content) !== ours)) continue;
        // What cannot be read ends a start: it is not handed to others.
        if (ours !== GONE && !isChecked) {
          checkSharedFiles(folder);
          isChecked = true;
        }
        const isFirst = await shelf.replace({ path, was: theirs, digest: ours, content });
        if (isFirst) next.set(path, ours);
        else gaveWay.add(path);
      } else if (isShared(path) && refused?.digests.get(path) !== theirs) {
        if (theirs === GONE) {
          removed.push(path);
          next.set(path, theirs);
        } else {
          const text = await shelf.read(path, theirs);
          // Another one by now: the next look takes that.
          if (text === undefined) continue;
          taken.set(path, text);
          takenDigests.set(path, theirs);
        }
        if (ours !== before && ours !== GONE) gaveWay.add(path);
      }
    }
    const fault = await takeSharedFiles(folder, taken, removed);
    if (fault === undefined) {
      for (const [path, digest] of takenDigests) next.set(path, digest);
    } else {
      for (const path of taken.keys()) gaveWay.delete(path);
      const digests = new Map([...(refused?.digests ?? []), ...takenDigests]);
      refused = { state: priceFolderState(folder), digests, fault };
      taken.clear();
    }
    await writeKnown(folder, known, next);
    if (taken.size > 0 || removed.length > 0) {
      log.info({ taken: [...taken.keys()], removed }, "prices of other nodes were taken over");
    }
    if (gaveWay.size > 0) {
      log.warn({ files: [...gaveWay] }, "price files changed here gave way to another node's");
    }
    return { gaveWay, refused };
  };
  const shareOrSay = async (): Promise<Shared> => {
    try {
      return await share();
    } catch (error) {
      if (error instanceof HeadgateError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new HeadgateError(
        "state_unusable",
        `Prices cannot be handed to the other nodes: ${reason}`,
        {},
        { cause: error },
      );
    }
  };

  return {
    change: (work) =>
      inTurn(async () => {
        for (let tries = 0; tries < MOST_TRIES; tries += 1) {
          const before = await shareOrSay();
          // Whose rates cannot be read here, upon them none can be taken.
          if (before.refused?.digests.has(TAKEN_RATES_FILE) === true) throw before.refused.fault;
          const result = await work();
          const after = await shareOrSay();
          const isHandedOn =
            !after.gaveWay.has(TAKEN_RATES_FILE) &&
            after.refused?.digests.has(TAKEN_RATES_FILE) !== true;
          if (isHandedOn) return result;
        }
        throw new HeadgateError(
          "config_not_written",
          "Other nodes take rates over at the same time. Try again.",
        );
      }),
    tick: async () => {
      if (underWay) return;
      underWay = true;
      try {
        const shared = await inTurn(share);
        if (shared.refused !== undefined) throw shared.refused.fault;
        isFailureTold = false;
      } catch (error) {
        if (!isFailureTold) {
          log.error({ err: error }, "prices are not shared with other nodes for the time being");
        }
        isFailureTold = true;
      } finally {
        underWay = false;
      }
    },
  };
}

/** What this node and the shelf had alike when it was last looked; nothing where it is not known, also since it cannot be read. */
async function readKnown(folder: string, log: Logger): Promise<ReadonlyMap<string, string>> {
  const path = join(folder, KNOWN_FILE);
  const text = await textOf(path);
  if (text === undefined) return new Map();
  try {
    return new Map(Object.entries(knownSchema.parse(JSON.parse(text))));
  } catch (error) {
    log.warn({ err: error }, "what prices nodes had alike cannot be read: it is taken for lost");
    await rm(path);
    return new Map();
  }
}

async function writeKnown(
  folder: string,
  before: ReadonlyMap<string, string>,
  next: ReadonlyMap<string, string>,
): Promise<void> {
  const isSame =
    next.size === before.size && [...next].every(([name, digest]) => before.get(name) === digest);
  if (isSame) return;
  const path = join(folder, KNOWN_FILE);
  await writeFile(`${path}.part`, JSON.stringify(Object.fromEntries(next)), {
    mode: 0o600,
    flush: true,
  });
  await rename(`${path}.part`, path);
}
