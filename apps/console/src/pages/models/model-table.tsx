import { Link } from "@tanstack/react-router";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { ModelLine } from "./view-model.ts";

/** Models with tier, limits and prices; each opens to its prices. */
export const ModelTable = ({ lines }: Readonly<{ lines: readonly ModelLine[] }>) => (
  <ScrollRegion label="Models of the catalogue">
    <table className="table">
      <TableHead
        columns={[
          "Model",
          "Provider",
          "Tier",
          { number: "Prompt, tokens" },
          { number: "Answer, tokens" },
          { number: "Input, 1M" },
          { number: "Output, 1M" },
          "Stated to do",
          "Released",
        ]}
      />
      <tbody>
        {lines.map((line) => (
          <tr className="row-link" key={line.key}>
            <td>
              <Link
                className="whole-row text-link"
                to="/prices/model"
                search={{ provider: line.provider, model: line.model }}
              >
                {line.model}
              </Link>
            </td>
            <td>{line.provider}</td>
            <td title={line.tierReason}>{line.tier}</td>
            <td className="number">{line.prompt}</td>
            <td className="number">{line.answer}</td>
            <td className="number">{line.input}</td>
            <td className="number">{line.output}</td>
            <td>{line.can}</td>
            <td>{line.released}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
