import type { LedgerRow } from "@headgate/contract";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { changeLinesOf, partLinesOf } from "./prompt-model.ts";

/** What an attempt's request was made of, and what levers did to it. */
export const PromptTables = ({ row }: Readonly<{ row: LedgerRow }>) => {
  const parts = partLinesOf(row);
  const changes = changeLinesOf(row);
  const attempt = `attempt ${row.attempt + 1}`;
  return (
    <>
      {parts.length === 0 ? null : (
        <div className="prompt-tables">
          <h3>What the request was made of</h3>
          <ScrollRegion label={`Parts of the request of ${attempt}`}>
            <table className="table">
              <TableHead
                columns={["Part", { number: "Bytes of text" }, { number: "Tokens, estimated" }]}
              />
              <tbody>
                {parts.map(({ key, name, bytes, tokens }) => (
                  <tr key={key}>
                    <td>{name}</td>
                    <td className="number">{bytes}</td>
                    <td className="number">{tokens}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <p className="usage-note">
            As it went to the provider. The count of its tokens is divided by bytes of text.
          </p>
        </div>
      )}
      {changes.length === 0 ? null : (
        <div className="prompt-tables">
          <h3>What levers did to it</h3>
          <ScrollRegion label={`What levers did to the request of ${attempt}`}>
            <table className="table">
              <TableHead
                columns={["Lever", "What", { number: "Times" }, { number: "Input taken away" }]}
              />
              <tbody>
                {changes.map(({ key, lever, because, did, times, tokens }) => (
                  <tr key={key}>
                    <td title={because}>{lever}</td>
                    <td>
                      <code className="code">{did}</code>
                    </td>
                    <td className="number">{times}</td>
                    <td className="number">{tokens}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </div>
      )}
    </>
  );
};
