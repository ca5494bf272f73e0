import {
  type ChangePart,
  type ChangeWire,
  changeParts,
  type DriversReport,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { partNames, signedDollars } from "../../format/change-words.ts";
import { dollarsShown, drawnLength, sumOfTexts } from "../../format/money-text.ts";
import { changeFrom, changeText } from "../../format/share.ts";

const isMoved = (change: ChangeWire, part: ChangePart): boolean =>
  parseDollars(change.parts[part]) !== 0n;

/** Parts that moved anything in a report, in the order in which they are told. */
export const movedParts = ({
  total,
  drivers,
  others,
}: Pick<DriversReport, "total" | "drivers" | "others">): readonly ChangePart[] =>
  changeParts.filter((part) => [total, others, ...drivers].some((change) => isMoved(change, part)));

/** One step of the way from the cost before to the cost now. */
export type Step = Readonly<{
  name: string;
  text: string;
  /** Drawn only. */
  length: number;
  kind: "whole" | "more" | "less";
}>;

/** From the cost before, part by part, to the cost now. */
export const waterfallOf = (report: DriversReport): readonly Step[] => {
  const { total } = report;
  const whole = (name: string, text: string): Step => ({
    name,
    text: dollarsShown(text),
    length: drawnLength(parseDollars(text)),
    kind: "whole",
  });
  return [
    whole("Before", total.before),
    ...movedParts(report)
      .filter((part) => isMoved(total, part))
      .map((part): Step => {
        const amount = parseDollars(total.parts[part]);
        return {
          name: partNames[part],
          text: signedDollars(total.parts[part]),
          length: drawnLength(amount),
          kind: amount > 0n ? "more" : "less",
        };
      }),
    whole("Now", total.after),
  ];
};

/** The sum of the parts, held against the change to the last digit. */
export const sumCheck = ({ total }: DriversReport): Readonly<{ equal: boolean; text: string }> => {
  const parts = sumOfTexts(changeParts.map((part) => total.parts[part]));
  const change = parseDollars(total.change);
  const difference = parseDollars(total.after) - parseDollars(total.before);
  const equal = parts === change && change === difference;
  return {
    equal,
    text: equal
      ? `The parts add up to ${signedDollars(total.change)}, the cost now less the cost before, to the last digit.`
      : "The parts do not add up to the change: please report this.",
  };
};

/** How much more or less than before, in words; undefined where there was nothing before. */
export const movedBy = ({ before, after }: ChangeWire): string | undefined => {
  const change = changeFrom(parseDollars(after), parseDollars(before));
  return change === undefined ? undefined : changeText(change);
};
