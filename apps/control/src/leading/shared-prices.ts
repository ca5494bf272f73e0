import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import {
  loadOwnPriceBook,
  priceFolderState,
  readTakenRates,
  TAKEN_RATES_FILE,
} from "@headgate/pricing";
import type { Logger } from "pino";
import { z } from "zod";
import { createInTurn } from "../in-turn.ts";
import { GONE, type PriceShelf } from "./price-shelf.ts";
import {
  digestOfFile,
  digestsOfSharedFiles,
  isShared,
  removeSharedFile,
  textOf,
  writeSharedFiles,
} from "./shared-price-files.ts";

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
   * @throws HeadgateError `state_unusable` where the shared state is away, `config_not_written` where others change them all the time
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

export function createSharedPrices({ folder, shelf, log }: Options): SharedPrices {
  const inTurn = createInTurn();
  let isFailureTold = false;
  let underWay = false;
  let seen: Readonly<{ state: string; digests: ReadonlyMap<string, string> }> | undefined;

  /** Read anew only where something changed. */
  const digestsHere = async (): Promise<ReadonlyMap<string, string>> => {
    const state = priceFolderState(folder);
    if (seen?.state !== state) seen = { state, digests: await digestsOfSharedFiles(folder) };
    return seen.digests;
  };

  /** @returns the files whose change here gave way to another node's */
  const share = async (): Promise<ReadonlySet<string>> => {
    const known = await readKnown(folder);
    const here = await digestsHere();
    const there = await shelf.digests();
    const next = new Map(known);
    const gaveWay = new Set<string>();
    const taken = new Map<string, string>();
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
          checkFiles(folder);
          isChecked = true;
        }
        const isFirst = await shelf.replace({ path, was: theirs, digest: ours, content });
        if (isFirst) next.set(path, ours);
        else gaveWay.add(path);
      } else if (isShared(path)) {
        if (ours !== before && ours !== GONE) gaveWay.add(path);
        if (theirs === GONE) removed.push(path);
        else {
          const text = await shelf.read(path, theirs);
          // Another one by now: the next look takes that.
          if (text === undefined) continue;
          taken.set(path, text);
        }
        next.set(path, theirs);
      }
    }
    await writeSharedFiles(folder, taken);
    for (const path of removed) await removeSharedFile(folder, path);
    await writeKnown(folder, known, next);
    if (taken.size > 0 || removed.length > 0) {
      log.info({ taken: [...taken.keys()], removed }, "prices of other nodes were taken over");
    }
    if (gaveWay.size > 0) {
      log.warn({ files: [...gaveWay] }, "price files changed here gave way to another node's");
    }
    return gaveWay;
  };
  const shareOrSay = async (): Promise<ReadonlySet<string>> => {
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
          await shareOrSay();
          const result = await work();
          if (!(await shareOrSay()).has(TAKEN_RATES_FILE)) return result;
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
        await inTurn(share);
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

/** @throws HeadgateError `price_file_invalid` */
function checkFiles(folder: string): void {
  loadOwnPriceBook(folder);
  readTakenRates(folder);
}

/** What this node and the shelf had alike when it was last looked; nothing where it is not known. */
async function readKnown(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await textOf(join(folder, KNOWN_FILE));
  if (text === undefined) return new Map();
  return new Map(Object.entries(knownSchema.parse(JSON.parse(text))));
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
  await writeFile(`${path}.part`, JSON.stringify(Object.fromEntries(next)), { mode: 0o600 });
  await rename(`${path}.part`, path);
}
