import { type PromptParts, promptPartNames } from "@headgate/contract";
import { type CompanyCall, promptTokens } from "./company-call.ts";

/** About what English text comes to. */
const BYTES_A_TOKEN = 4;
/** By how many hundredths of itself a part is larger or smaller from call to call, at most. */
const SPREAD = 30;

/**
 * What a call's prompt is made of, in bytes of text: the feature's mix, each part somewhat larger or smaller by the
 * digits of the call's id, so that the calls stay what they are by their seed. Undefined where there was no prompt.
 */
export function promptPartsOf(call: CompanyCall): PromptParts | undefined {
  const { feature, id } = call;
  const bytes = promptTokens(call) * BYTES_A_TOKEN;
  const parts: PromptParts = {};
  let isTold = false;
  promptPartNames.forEach((part, index) => {
    const share = feature.prompt[part];
    if (share === undefined) return;
    const digits = Number.parseInt(id.slice(index * 2, index * 2 + 2), 16);
    const hundredths = 100 - SPREAD + Math.round((digits / 255) * 2 * SPREAD);
    const size = Math.round((bytes * share * hundredths) / 10_000);
    if (size === 0) return;
    parts[part] = size;
    isTold = true;
  });
  return isTold ? parts : undefined;
}
