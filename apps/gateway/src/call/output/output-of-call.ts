import type { AnswerCut, OutputPolicy } from "@headgate/contract";

/** What the output lever may do to one call, and did. */
export type OutputOfCall = {
  readonly policy: OutputPolicy;
  /** Whose answers its lengths are learned with. */
  readonly policyName: string;
  /** Of these, with which: undefined where that is not plain, or nothing is learned. */
  readonly task: string | undefined;
  /** The limit that was set in the client's stead. */
  limit: number | undefined;
  /** Why the answer is not whole, once it is settled. */
  cut: AnswerCut | undefined;
};

/** Whether a policy lets the lever do anything. */
export const isOn = (policy: OutputPolicy): boolean =>
  policy.end_stream.length > 0 || changesRequests(policy);

/** Whether a policy lets it change what is asked. */
export const changesRequests = ({ max_tokens, stop, json_schema, style }: OutputPolicy): boolean =>
  max_tokens !== undefined || stop.length > 0 || json_schema !== undefined || style !== undefined;
