import { type Dimension, dimensions } from "@headgate/contract";
import { NativeSelect } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { dimensionNames } from "../../format/words.ts";
import { readTokensSearch } from "../../search/tokens-search.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { BehindLink } from "./behind-link.tsx";
import type { TokensView } from "./query.ts";
import { groupLines, partSeries } from "./view-model.ts";

/** Where tokens went by the values of a dimension. */
export const GroupTable = ({ tokens }: Readonly<{ tokens: TokensView }>) => {
  const navigate = useNavigate();
  const name = dimensionNames[tokens.by];
  return (
    <Panel
      title={`Tokens by ${name.toLowerCase()}`}
      note="parts as shares of the input, estimated"
      flush
      actions={
        <NativeSelect
          size="xs"
          aria-label="Tokens by"
          value={tokens.by}
          data={dimensions.map((value) => ({
            value,
            label: `By ${dimensionNames[value].toLowerCase()}`,
          }))}
          onChange={(event) =>
            void navigate({
              to: "/tokens",
              search: ({ by: _before, ...kept }) => ({
                ...kept,
                ...readTokensSearch({ by: event.target.value as Dimension }),
              }),
              resetScroll: false,
            })
          }
        />
      }
    >
      <ScrollRegion label={`Calls, tokens and cost by ${name.toLowerCase()}`}>
        <table className="table">
          <TableHead
            columns={[
              name,
              { number: "Calls" },
              { number: "Input" },
              ...partSeries.map(({ title }) => ({ number: title })),
              { number: "Output" },
              { number: "Effective cost" },
            ]}
          />
          <tbody>
            {groupLines(tokens).map((line) => (
              <tr key={line.key}>
                <td>{line.name}</td>
                <td className="number">
                  <BehindLink behind={line.behind} about={`calls of ${line.name}`}>
                    {line.calls}
                  </BehindLink>
                </td>
                <td className="number">{line.input}</td>
                {partSeries.map(({ key }, at) => (
                  <td className="number muted" key={key}>
                    {line.parts[at]}
                  </td>
                ))}
                <td className="number">{line.output}</td>
                <td className="number">{line.cost}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};
