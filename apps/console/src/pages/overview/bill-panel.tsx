import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { Bill } from "./bill-model.ts";
import "../../ui/table.css";

/** What credits paid and what is left to pay, in dollars and in the billing currency. */
export const BillPanel = ({ bill }: Readonly<{ bill: Bill }>) => (
  <Panel
    title="The bill"
    note={bill.days}
    flush
    {...(bill.notes.length === 0 ? {} : { foot: bill.notes.join(" · ") })}
  >
    <ScrollRegion label="The bill">
      <table className="table">
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
          <BillRow name="To pay" dollars={bill.toPay} converted={bill.inCurrency?.toPay} />
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
}: Readonly<{ name: string; dollars: string; converted: string | undefined }>) => (
  <tr>
    <th scope="row">{name}</th>
    <td className="number">{dollars}</td>
    {converted === undefined ? null : <td className="number">{converted}</td>}
  </tr>
);

const Credits = ({ credits }: Readonly<{ credits: Bill["credits"] }>) => (
  <ScrollRegion label="Credits">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Credit</th>
          <th scope="col" className="number">
            Granted USD
          </th>
          <th scope="col" className="number">
            Used before USD
          </th>
          <th scope="col" className="number">
            Used USD
          </th>
          <th scope="col" className="number">
            Left USD
          </th>
          <th scope="col" className="number">
            Ends
          </th>
        </tr>
      </thead>
      <tbody>
        {credits.map(({ name, granted, usedBefore, used, left, ends }) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="number">{granted}</td>
            <td className="number">{usedBefore}</td>
            <td className="number">{used}</td>
            <td className="number">{left}</td>
            <td className="number">{ends}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
