import { join } from "node:path";
import { promisedQuality, type RoutePolicy } from "@headgate/contract";
import type { Logger } from "pino";
import { z } from "zod";
import { readKept, writeKept } from "./kept-state.ts";

/** Qualities by the policy's name. */
const fileSchema = z.record(z.string(), z.number().min(0.5).max(1));

/** Where people have turned the dials of policies to. It outlives the process; the configuration's word holds elsewhere. */
export class Dials {
  readonly #folder: string;
  readonly #turned: Map<string, number>;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    const lost = "the configuration's dials hold";
    this.#turned = new Map(
      Object.entries(readKept(fileOf(folder), fileSchema, { log, lost }) ?? {}),
    );
  }

  /** The promised quality that holds for a policy now. */
  of(policy: RoutePolicy, name: string | undefined): number {
    return this.turned(name) ?? promisedQuality(policy);
  }

  /** What it was turned to; undefined where the configuration holds. */
  turned(name: string | undefined): number | undefined {
    return name === undefined ? undefined : this.#turned.get(name);
  }

  /** Turns a dial, or (undefined) gives it back to the configuration. Throws where that cannot be written. */
  turn(name: string, quality: number | undefined): void {
    const next = new Map(this.#turned);
    if (quality === undefined) next.delete(name);
    else next.set(name, quality);
    writeKept(fileOf(this.#folder), Object.fromEntries(next));
    if (quality === undefined) this.#turned.delete(name);
    else this.#turned.set(name, quality);
  }
}

const fileOf = (folder: string): string => join(folder, "dials.json");
