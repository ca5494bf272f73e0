import { type PromptPart, promptPartNames } from "@headgate/contract";

/** The column with the tokens of a part. */
export const tokensOfPart = (part: PromptPart): string => `prompt_${part}_tokens`;

/** Not null where a prompt's tokens are divided over its parts. */
export const isToldSql = `coalesce(${promptPartNames.map(tokensOfPart).join(", ")})`;
