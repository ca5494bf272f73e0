import type { Check } from "../checked-answer.ts";
import { jsonValueOf, owesJson } from "./json-value.ts";

/** JSON was asked for, and the answer is none. */
export const notJson: Check = (checked) => {
  if (!owesJson(checked)) return undefined;
  return jsonValueOf(checked) === undefined ? 1 : 0;
};
