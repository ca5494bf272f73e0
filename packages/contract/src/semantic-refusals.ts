/** Why the semantic cache left a call or an answer alone, each with words for people. */
export const semanticRefusals = {
  no_single_text: "the last message is not one text of the user's",
  tool_results: "tools have answered since the model spoke last",
  logprobs: "the request asks for probabilities of tokens",
  several_answers: "the request asks for several answers",
  provider_tools: "the provider runs tools of its own",
  server_state: "it goes on from something that the provider keeps",
  outside_content: "it points at content outside the request",
  unusual_body: "its JSON has no certain meaning",
  request_too_large: "the request is larger than the cache looks at",
  empty: "the text is empty",
  too_long: "the text is longer than the model reads",
  unknown_characters: "the model does not know some of its characters",
  not_english: "the text is not English",
  unseen_difference: "the model has one and the same vector for it and for another text",
  no_answer_text: "the answer is not one plain text",
  unjudgeable_answer:
    "no rule can tell whether a longer answer is right, so it is not served by what was measured",
} as const;
export type SemanticRefusal = keyof typeof semanticRefusals;
export const semanticRefusalNames = Object.keys(semanticRefusals) as [
  SemanticRefusal,
  ...SemanticRefusal[],
];
