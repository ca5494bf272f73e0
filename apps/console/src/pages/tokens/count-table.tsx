import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { BehindLink } from "./behind-link.tsx";
import type { CountLine } from "./view-model.ts";

/** Counts of tokens with their shares, and their cost where it can be told apart. */
export const CountTable = ({
  label,
  first,
  lines,
  cost,
}: Readonly<{ label: string; first: string; lines: readonly CountLine[]; cost: boolean }>) => (
  <ScrollRegion label={label}>
    <table className="table">
      <TableHead
        columns={[
          first,
          { number: "Tokens" },
          { number: "Share" },
          ...(cost ? [{ number: "Effective cost" }] : []),
        ]}
      />
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <td>{line.name}</td>
            <td className="number">
              <BehindLink behind={line.behind} about={`calls behind ${line.name}`}>
                {line.tokens}
              </BehindLink>
            </td>
            <td className="number muted">{line.share}</td>
            {cost ? <td className="number">{line.cost}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
