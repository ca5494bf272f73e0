import { join } from "node:path";
import {
  type RouteTrouble,
  type RouteTroubleKind,
  routeTroubleSchema,
  routeTroubles,
} from "@headgate/contract";
import type { Logger } from "pino";
import { z } from "zod";
import { KeptState, readKept } from "./kept-state.ts";

const MOST = 200;

/** What went wrong, as it is noted; what is absent it is not about. */
export type Trouble = Readonly<{
  kind: RouteTroubleKind;
  policy?: string | undefined;
  fingerprint?: string | undefined;
  model?: string | undefined;
  note?: string | undefined;
}>;

/** What went wrong with the quality of routed calls. It outlives the process, so that an alarm does not end by a restart. */
export class RouteTroubles {
  readonly #log: Logger;
  readonly #kept: KeptState;
  readonly #nowMs: () => number;
  /** The newest last; one that comes again takes the place of the one before. */
  #troubles: readonly RouteTrouble[];

  constructor({
    folder,
    log,
    nowMs,
  }: Readonly<{ folder: string; log: Logger; nowMs: () => number }>) {
    const file = join(folder, "troubles.json");
    this.#log = log;
    this.#nowMs = nowMs;
    this.#troubles =
      readKept(file, z.array(routeTroubleSchema), {
        log,
        lost: "earlier troubles are forgotten",
      }) ?? [];
    this.#kept = new KeptState({ file, log, value: () => this.#troubles });
  }

  note({ kind, policy, fingerprint, model, note }: Trouble): void {
    const trouble: RouteTrouble = {
      kind,
      at: new Date(this.#nowMs()).toISOString(),
      policy: policy ?? null,
      fingerprint: fingerprint ?? null,
      model: model ?? null,
      note: note ?? null,
    };
    this.#log.error(trouble, routeTroubles[kind]);
    const others = this.#troubles.filter((one) => !isSameSubject(one, trouble));
    this.#troubles = [...others, trouble].slice(-MOST);
    this.#kept.changed();
  }

  /** Newest first. */
  get all(): readonly RouteTrouble[] {
    return this.#troubles.toReversed();
  }

  save(): void {
    this.#kept.save();
  }
}

const isSameSubject = (one: RouteTrouble, other: RouteTrouble): boolean =>
  one.kind === other.kind &&
  one.policy === other.policy &&
  one.fingerprint === other.fingerprint &&
  one.model === other.model;
