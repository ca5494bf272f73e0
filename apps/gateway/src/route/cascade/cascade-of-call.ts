import { steadyMs } from "@headgate/budgets";
import type { WireFormat } from "@headgate/contract";
import {
  type AnswerFindings,
  type AnswerStandard,
  judgeAnswer,
  lookAtAnswer,
  type Verdict,
} from "@headgate/levers";
import { type AskedForm, answerViewOf } from "@headgate/providers";
import type { Hold } from "../../call/hold.ts";
import type { Target } from "../../call/plan-targets.ts";

/** A larger answer is given as it is. */
const MAX_BYTES = 4_194_304;

type Settings = Readonly<{
  /** Whose answer is looked at. */
  target: Target;
  /** What is spoken with it. */
  format: WireFormat;
  asked: AskedForm | undefined;
  /** What it is held to beside the checks; undefined where too few labels say. */
  standard: AnswerStandard | undefined;
  /** Whether the model was chosen for the call without a look at its answer. */
  isCovered: boolean;
  /** What was expected of it, from 0 to 1; undefined where nothing was learned. */
  expected: number | undefined;
  /** What the user said last. */
  prompt: string;
  /** As what answers to its task are never so short. */
  usuallyAbove: number | undefined;
  /** How long the model that would be asked next takes, as a rule. */
  nextTakesMs: number;
  deadlineMs: number;
  /** The client wants a stream. */
  isStream: boolean;
  /** Is told when looking failed: the answer is given then. */
  failed: (error: unknown) => void;
  /** Is told what became of the answer. */
  looked: (looked: Looked) => void;
}>;

/** What was found wrong in an answer: names of checks; `unreadable` where it is no answer of its format. */
export type Looked = Readonly<{
  failed: readonly string[];
  /** Undefined where it could not be read. */
  findings: AnswerFindings | undefined;
}>;

/** An answer that was set aside, to learn from. */
export type AsideToLearn = Readonly<{
  format: WireFormat;
  body: Buffer;
  stream: boolean;
  findings: AnswerFindings | undefined;
}>;

/** Looks at the cheaper model's answer of one call, once. */
export class CascadeOfCall {
  readonly #settings: Settings;
  #told: string | undefined;
  #failed: readonly string[] = [];
  #gaveSetAside = false;
  #aside: AsideToLearn | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** What its client is told; undefined as long as no answer was looked at. */
  get told(): string | undefined {
    return this.#told;
  }

  /** Whether the client gets an answer that did not stand. */
  get gaveSetAside(): boolean {
    return this.#gaveSetAside;
  }

  /** The answer that did not stand; undefined where there is none. */
  get aside(): AsideToLearn | undefined {
    return this.#aside;
  }

  /** What holds the answer of a target; undefined for those whose answers are not looked at. */
  holdFor(target: Target): Hold | undefined {
    if (target !== this.#settings.target) return undefined;
    return {
      maxBytes: MAX_BYTES,
      tooLarge: () => {
        this.#told = "not_looked_at; reason=too_large";
      },
      stands: (answer) => {
        try {
          return this.#stands(answer);
        } catch (error) {
          this.#settings.failed(error);
          this.#told = "not_looked_at; reason=failed";
          return true;
        }
      },
    };
  }

  /** What holds the answer that follows one that was set aside: should it break off, there is still the other. */
  holdLast(): Hold | undefined {
    return this.#settings.isStream ? undefined : { maxBytes: MAX_BYTES };
  }

  /** Whether what is left of the call's time does for another answer. */
  hasTime(): boolean {
    return steadyMs() + this.#settings.nextTakesMs < this.#settings.deadlineMs;
  }

  giveAnyway(): void {
    this.#gaveSetAside = true;
    this.#told = `given_anyway; checks=${this.#failed.join(",")}`;
  }

  #stands(answer: Readonly<{ body: Buffer; stream: boolean }>): boolean {
    const { format, asked, prompt, usuallyAbove, looked } = this.#settings;
    const view = answerViewOf(format, answer);
    const findings =
      view === undefined
        ? undefined
        : lookAtAnswer({
            ...{ asked, prompt, answer: view },
            ...(usuallyAbove !== undefined && { usuallyAbove }),
          });
    const verdict = findings === undefined ? undefined : this.#verdictOn(findings);
    this.#failed = failedIn(verdict);
    looked({ failed: this.#failed, findings });
    const stands = this.#failed.length === 0;
    if (!stands) this.#aside = { format, ...answer, findings };
    this.#told = `${stands ? "accepted" : `escalated; checks=${this.#failed.join(",")}`}${pOkText(verdict)}`;
    return stands;
  }

  #verdictOn(findings: AnswerFindings): Verdict {
    const { standard, expected, isCovered } = this.#settings;
    const { model, certified } = standard ?? { model: undefined, certified: undefined };
    return judgeAnswer({ findings, expected }, { model, certified, isCovered });
  }
}

function failedIn(verdict: Verdict | undefined): readonly string[] {
  if (verdict === undefined) return ["unreadable"];
  if (verdict.kind === "accept") return [];
  return verdict.by === "check" ? verdict.failed : [verdict.by];
}

/** The probability that decided, for the client to see; nothing where the checks alone did. */
const pOkText = (verdict: Verdict | undefined): string =>
  verdict?.by === "p_ok" && verdict.pOk !== undefined ? `; p_ok=${verdict.pOk.toFixed(3)}` : "";
