import { type AnswerCut, answerCutNames } from "@headgate/contract";

/** That levers did this to an attempt, by the text of its changes. Words are of the contract's own letters. */
const didSql = (did: AnswerCut): string => `contains(changes, '"did":"${did}"')`;

/** Why an attempt's answer is not whole, by a rule of its policy; null where it is. */
export const cutSql = `case ${answerCutNames.map((cut) => `when ${didSql(cut)} then '${cut}'`).join(" ")} end`;

/** That an attempt's answer was cut, for this reason or for any. */
export const wasCutSql = (cut: AnswerCut | "any"): string =>
  cut === "any" ? `(${answerCutNames.map(didSql).join(" or ")})` : didSql(cut);
