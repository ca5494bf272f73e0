import type { LedgerRow } from "@headgate/contract";
import { CodeBlock } from "../../ui/code-block.tsx";
import { usageReading } from "./usage-model.ts";
import { rawUsageText } from "./view-model.ts";

/** The provider's report as it was sent, beside Headgate's reading of it. */
export const UsageColumns = ({ row }: Readonly<{ row: LedgerRow }>) => {
  const reading = usageReading(row);
  const raw = rawUsageText(row);
  return (
    <div className="usage-columns">
      <div className="usage-side">
        <h3>Usage as the provider sent it</h3>
        {raw === undefined ? (
          <p className="usage-note">The provider sent no usage for this attempt.</p>
        ) : (
          <CodeBlock text={raw} label={`usage of attempt ${row.attempt + 1}`} />
        )}
      </div>
      <div className="usage-side">
        <h3>How Headgate reads it</h3>
        {reading.buckets.length === 0 ? null : (
          <table className="buckets">
            <caption className="visually-hidden">Usage in disjoint buckets</caption>
            <tbody>
              {reading.buckets.map((bucket) => (
                <tr key={bucket.component} className={`bucket-${bucket.side}`}>
                  <th scope="row">{bucket.name}</th>
                  <td className="bucket-track">
                    {bucket.side === "other" ? null : (
                      <span className="bucket-fill" style={{ width: `${bucket.length * 100}%` }} />
                    )}
                  </td>
                  <td className="number">{bucket.quantity}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">Tokens in, all</th>
                <td />
                <td className="number">{reading.inputTokens}</td>
              </tr>
              <tr>
                <th scope="row">Tokens out, all</th>
                <td />
                <td className="number">{reading.outputTokens}</td>
              </tr>
            </tfoot>
          </table>
        )}
        <p className="usage-note">{reading.origin}.</p>
      </div>
    </div>
  );
};
