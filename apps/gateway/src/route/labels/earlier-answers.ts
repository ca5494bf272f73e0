import { answerKeyOf } from "@headgate/levers";
import type { Call } from "../../call/call.ts";
import { cut, MOST_OF_ANSWER } from "./judge-pair.ts";

type Of = Pick<Call, "key" | "policy">;
/** As much of the text as a judge is shown, and what tells whether another answer says the same. */
type Earlier = Readonly<{ text: string; answerKey: string }>;

/** Policies and keys whose answers are held; the one that was not met for the longest is forgotten. */
const MOST = 1_000;

/**
 * The answer to an earlier question, to plant before judges: of the same policy and of the same key. It is sent with the later
 * call's own credentials, and no tenant's answer goes where another's calls go.
 */
export class EarlierAnswers {
  readonly #answers = new Map<string, Earlier>();

  note(call: Of, text: string): void {
    const name = nameOf(call);
    this.#answers.delete(name);
    this.#answers.set(name, { text: cut(text, MOST_OF_ANSWER), answerKey: answerKeyOf(text) });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST && oldest !== undefined) this.#answers.delete(oldest);
  }

  /** One that says something else; undefined where none is known. */
  otherThan(call: Of, text: string): string | undefined {
    const earlier = this.#answers.get(nameOf(call));
    return earlier?.answerKey === answerKeyOf(text) ? undefined : earlier?.text;
  }
}

const nameOf = ({ key, policy }: Of): string => JSON.stringify([policy.name, key.id]);
