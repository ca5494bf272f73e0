import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { Bill } from "./bill-model.ts";
import "../../ui/table.css";
import "./bill-panel.css";

/** What credits paid and what is left to pay, in dollars and in the billing currency. */
export const BillPanel = ({ bill }: Readonly<{ bill: Bill }>) => (
  <Panel
    title="The bill"
    note={bill.days}
    flush
    {...(bill.notes.length === 0 ? {} : { foot: bill.notes.join(" · ") })}
  >
    <ScrollRegion label="Amounts of the bill">
      <table className="table bill-amounts">
        <thead>
          <tr>
            <th scope="col">Amount</th>
            <th scope="col" className="number">
              USD
            </th>
            {bill.inCurrency === undefined ? null : (
              <th scope="col" className="number">
                {bill.inCurrency.code}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          <BillRow name="Billed" dollars={bill.billed} converted={bill.inCurrency?.billed} />
          <BillRow
            name="Paid by credits"
            dollars={bill.credited}
            converted={bill.inCurrency?.credited}
          />
          <BillRow name="To pay" dollars={bill.toPay} converted={bill.inCurrency?.toPay} total />
        </tbody>
      </table>
    </ScrollRegion>
    {bill.credits.length === 0 ? null : <Credits credits={bill.credits} />}
  </Panel>
);

const BillRow = ({
  name,
  dollars,
  converted,
  total = false,
}: Readonly<{
  name: string;
  dollars: string;
  converted: string | undefined;
  total?: boolean;
}>) => (
  <tr className={total ? "bill-total" : undefined}>
    <th scope="row">{name}</th>
    <td className="number">{dollars}</td>
    {converted === undefined ? null : <td className="number">{converted}</td>}
  </tr>
);

/** What one asks first stands first: a telephone shows two columns before one scrolls. */
const creditColumns = [
  ["Left USD", "left"],
  ["Used USD", "used"],
  ["Used before USD", "usedBefore"],
  ["Granted USD", "granted"],
  ["Ends", "ends"],
] as const;

const Credits = ({ credits }: Readonly<{ credits: Bill["credits"] }>) => (
  <ScrollRegion label="Credits">
    <table className="table bill-credits">
      <thead>
        <tr>
          <th scope="col">Credit</th>
          {creditColumns.map(([name]) => (
            <th scope="col" className="number" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {credits.map((credit) => (
          <tr key={credit.name}>
            <th scope="row">{credit.name}</th>
            {creditColumns.map(([name, member]) => (
              <td className="number" key={name}>
                {credit[member]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
