import type { Modality } from "@headgate/contract";
import type { CallNeeds } from "@headgate/pricing";
import {
  askedFormOf,
  type PromptMedium,
  type PromptView,
  promptMediaOf,
} from "@headgate/providers";
import type { Call } from "../call/call.ts";

/**
 * Fewer bytes than text of any kind has a token on average: a prompt is taken to be longer than it is, since one that does
 * not fit is refused by the provider.
 */
const FEWEST_BYTES_PER_TOKEN = 2;

const modalityOf = { image: "image", document: "pdf" } as const satisfies Record<
  PromptMedium,
  Modality
>;

/**
 * What a call needs of whatever model answers it; undefined where that cannot be read: its prompt holds what is not known
 * here, or it has tools that its provider runs. Such a call is for the model that it asks for.
 * @param promptBytes of its texts
 */
export function callNeeds(
  { wire, request, pathAndQuery }: Pick<Call, "wire" | "request" | "pathAndQuery">,
  view: PromptView,
  promptBytes: number,
): CallNeeds | undefined {
  const { json } = request;
  if (json === undefined) return undefined;
  const asked = { json, pathAndQuery };
  const form = askedFormOf(wire.format, asked);
  if (form === undefined || !form.toolsAreAll) return undefined;
  const media = holdsOther(view) ? promptMediaOf(wire.format, asked) : new Set<PromptMedium>();
  if (media === undefined) return undefined;
  return {
    inputTokens: Math.ceil(promptBytes / FEWEST_BYTES_PER_TOKEN),
    outputTokens: form.maxOutputTokens,
    input: [...media].map((medium) => modalityOf[medium]),
    tools: view.tools.length > 0,
    structuredOutput:
      form.schema !== undefined ? "json_schema" : form.json ? "json_object" : undefined,
  };
}

const holdsOther = ({ messages }: PromptView): boolean =>
  messages.some(
    ({ hasOther, toolResults }) => hasOther || toolResults.some((result) => result.hasOther),
  );
