import type { NoPlan } from "@headgate/contract";

/** Every reason why there is no plan, with what to do about it. */
export const renderNoPlan = ({ reasons }: NoPlan): string =>
  ["No plan:", ...reasons.flatMap(({ text, mend }) => [`- ${text}`, `  ${mend}`])].join("\n");
