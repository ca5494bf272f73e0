import { hash } from "node:crypto";
import type { JsonObject, PromptView } from "@headgate/providers";
import { answerFormOf } from "../../answer-form.ts";
import { putNewest } from "../../put-newest.ts";
import { maskTemplate } from "./mask-template.ts";
import { systemText } from "./system-text.ts";
import { toolShapes } from "./tool-shapes.ts";

/** What a call's task is told by. */
export type CallFacts = Readonly<{
  view: PromptView;
  /** The request's body, as read. */
  request: JsonObject;
  /** The name of the policy that the call is routed by. */
  policy: string | undefined;
  keyId: string;
  /** What the client says in `x-headgate-task`. */
  declaredTask?: string | undefined;
}>;

/** So many system prompts are known at once, in about 200 bytes each. */
const MOST_TEMPLATES = 5_000;
const LENGTH = 22;

/**
 * Tells calls of one task from those of others: by the template of the system prompt (`maskTemplate`), the tools' names
 * and schemas in any order, the form that the answer is bound to, the policy, the key and the declared task.
 *
 * What is kept and put out are digests by a salt of the installation's own: who sees them and has no salt can guess no
 * text by trying. No text is kept.
 */
export class Fingerprints {
  readonly #salt: string;
  /** By digests of system prompts as they are: digests of their templates. */
  readonly #templates = new Map<string, string>();

  /** @param salt a secret of the installation, the same after a restart: with another, all that was learned is lost */
  constructor(salt: Buffer) {
    if (salt.length < 16) throw new RangeError("the salt of fingerprints has 16 bytes or more");
    this.#salt = salt.toString("base64url");
  }

  /** 22 letters of base64url: 132 bits. */
  of({ view, request, policy, keyId, declaredTask }: CallFacts): string {
    const form = answerFormOf(view.format, request);
    return this.#digest([
      policy ?? null,
      keyId,
      declaredTask ?? null,
      this.#template(systemText(view)),
      view.tools.flatMap(toolShapes).sort(),
      form === undefined ? null : form.stated,
    ]);
  }

  #template(system: string): string {
    const known = this.#digest(system);
    const template = this.#templates.get(known) ?? this.#digest(maskTemplate(system));
    putNewest(this.#templates, known, template, MOST_TEMPLATES);
    return template;
  }

  #digest(value: unknown): string {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return hash("sha256", `${this.#salt}\n${typeof value}\n${text}`, "base64url").slice(0, LENGTH);
  }
}
