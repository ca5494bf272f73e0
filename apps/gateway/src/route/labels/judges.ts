import { join } from "node:path";
import type { JudgeCorrections } from "@headgate/levers";
import type { Logger } from "pino";
import { z } from "zod";
import { KeptState, readKept } from "../kept-state.ts";
import type { RouteTroubles } from "../route-troubles.ts";
import { JudgeTrust, judgeTrustSchema } from "./judge-trust.ts";
import { digestOfKey } from "./words-by-key.ts";

const MOST_JUDGES = 100;

type Options = Readonly<{
  folder: string;
  log: Logger;
  troubles: RouteTroubles;
  /** Is told which judges' labels certify nothing, and what is taken off those of others, when that changes. */
  refused: (judges: readonly string[], corrections: JudgeCorrections) => void;
}>;

/** How far judges can be believed, over restarts. */
export class Judges {
  readonly #options: Options;
  readonly #kept: KeptState;
  readonly #judges: Map<string, JudgeTrust>;
  #failed: readonly string[] = [];
  #corrections: JudgeCorrections = new Map();

  constructor(options: Options) {
    const { folder, log } = options;
    const file = join(folder, "judges.json");
    const schema = z.record(z.string(), judgeTrustSchema);
    const before = readKept(file, schema, { log, lost: "judges are tried anew" }) ?? {};
    this.#options = options;
    this.#judges = new Map(
      Object.entries(before).map(([name, kept]) => [name, new JudgeTrust(kept)]),
    );
    this.#kept = new KeptState({
      ...{ file, log },
      value: () =>
        Object.fromEntries(
          [...this.#judges].map(([name, { kept }]) => {
            return [name, { ...kept, subtracted: this.#subtracted(name) }];
          }),
        ),
    });
    this.#corrections = new Map(
      Object.entries(before).map(([name, { subtracted }]) => [name, subtracted]),
    );
    this.#failed = this.#failedNow();
    this.#corrections = this.#correctionsNow();
    options.refused(this.#failed, this.#corrections);
  }

  get all(): ReadonlyMap<string, JudgeTrust> {
    return this.#judges;
  }

  /** What is taken off answers that judges call good, as it holds now. */
  get corrections(): JudgeCorrections {
    return this.#corrections;
  }

  trustIn(judge: string): JudgeTrust {
    const known = this.#judges.get(judge);
    if (known !== undefined) return known;
    const trust = new JudgeTrust();
    if (this.#judges.size < MOST_JUDGES) this.#judges.set(judge, trust);
    return trust;
  }

  /** A judge was shown a planted pair. */
  sawThrough(judge: string, right: boolean): void {
    this.trustIn(judge).sawThrough(right);
    this.#changed();
  }

  /** A judge and people of a key have both said whether an answer is good. */
  heardPeople(
    judge: string,
    { keyId, ...said }: Readonly<{ judge: boolean; people: boolean; keyId: string }>,
  ): void {
    this.trustIn(judge).people.note({ ...said, key: digestOfKey(keyId) });
    this.#changed();
  }

  /** People of a key have said whether they are content with an answer of the reference that a judge would hold others against. */
  heardOfReference(
    judge: string,
    { keyId, isContent }: Readonly<{ isContent: boolean; keyId: string }>,
  ): void {
    this.trustIn(judge).heardOfReference({ isContent, key: digestOfKey(keyId) });
    this.#changed();
  }

  save(): void {
    this.#kept.save();
  }

  #changed(): void {
    this.#kept.changed();
    const before = this.#failed;
    const now = this.#failedNow();
    const corrections = this.#correctionsNow();
    const isSame = isSameMap(corrections, this.#corrections);
    if (now.join("\n") === before.join("\n") && isSame) return;
    this.#failed = now;
    this.#corrections = corrections;
    for (const judge of now.filter((one) => !before.includes(one))) {
      this.#options.troubles.note({
        ...{ kind: "judge_failed", model: judge },
        note: whyFailed(this.trustIn(judge)),
      });
    }
    this.#options.refused(now, corrections);
  }

  #correctionsNow(): JudgeCorrections {
    return new Map(
      [...this.#judges].flatMap(([name, trust]) => {
        const correction = trust.correctionAfter(this.#subtracted(name));
        return correction > 0 ? [[name, correction] as const] : [];
      }),
    );
  }

  /** What is taken off now; a judge that nothing is taken off stands in no list. */
  #subtracted(judge: string): number {
    return this.#corrections.get(judge) ?? 0;
  }

  #failedNow(): readonly string[] {
    return [...this.#judges].flatMap(([name, { hasFailed }]) => (hasFailed ? [name] : []));
  }
}

const isSameMap = (one: JudgeCorrections, other: JudgeCorrections): boolean =>
  JSON.stringify([...one]) === JSON.stringify([...other]);

function whyFailed({ people, planted, share }: JudgeTrust): string {
  if (people.isContradicted) {
    const { counting, agreed } = people;
    const on = agreed === undefined ? "fewer" : percent(agreed);
    return `people agree with it on ${on} of ${counting} answers`;
  }
  return `it saw through ${percent(share)} of ${planted} planted pairs`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
