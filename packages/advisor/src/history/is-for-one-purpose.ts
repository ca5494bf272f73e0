/**
 * Parts of names of models that do more than answer, or one thing only: they search or use a computer by themselves, and
 * bill that too, speak, judge, or were made for one field. A name is all that tells it: no catalogue has a field for it.
 */
const PURPOSES =
  /(?:^|[-/.])(?:search|deep-research|computer-use|audio|realtime|transcribe|tts|guard|safeguard|moderation|codex|cyber|rosalind)(?:[-/.:]|$)/;

/** Whether a model is no stand-in for one that chats. */
export const isForOnePurpose = (model: string): boolean => PURPOSES.test(model);
