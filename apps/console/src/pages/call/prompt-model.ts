import {
  type LedgerRow,
  leverBases,
  promptPartNames,
  promptPartTitles,
  tokensByPart,
} from "@headgate/contract";
import { countText, knownCount } from "../../format/count-text.ts";

export type PartLine = Readonly<{ key: string; name: string; bytes: string; tokens: string }>;

/** What a request was made of: bytes as they came, tokens as the provider's count is divided over them. */
export const partLinesOf = (row: LedgerRow): readonly PartLine[] => {
  const { prompt_parts } = row;
  if (prompt_parts === undefined) return [];
  const tokens = tokensByPart(row);
  return promptPartNames.flatMap((part) => {
    const bytes = prompt_parts[part];
    return bytes === undefined
      ? []
      : [
          {
            key: part,
            name: promptPartTitles[part],
            bytes: countText(bytes),
            tokens: knownCount(tokens?.[part]),
          },
        ];
  });
};

export type ChangeLine = Readonly<{
  key: string;
  lever: string;
  because: string;
  did: string;
  times: string;
  tokens: string;
}>;

/** What levers did to the request, in their order; what is not told is a dash. */
export const changeLinesOf = ({ changes = [] }: LedgerRow): readonly ChangeLine[] =>
  changes.map(({ lever, did, count, input_tokens }, index) => ({
    key: `${index} ${lever} ${did}`,
    lever,
    because: leverBases[lever].because,
    did,
    times: knownCount(count),
    tokens: knownCount(input_tokens).replace(/^-/, "−"),
  }));
