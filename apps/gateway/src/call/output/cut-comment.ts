import type { AnswerCut } from "@headgate/contract";

/** Tells between the events of a stream why it ends; the format's clients pass over a comment. */
export const cutComment = (cut: AnswerCut): Buffer => Buffer.from(`: headgate-cut ${cut}\n\n`);
