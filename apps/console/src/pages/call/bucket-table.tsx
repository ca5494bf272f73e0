import type { UsageTable } from "./usage-model.ts";

/** Disjoint buckets of one model's usage, each with its length against the largest, and their totals. */
export const BucketTable = ({ usage, of }: Readonly<{ usage: UsageTable; of?: string }>) => (
  <table className="buckets">
    <caption className={of === undefined ? "visually-hidden" : "bucket-model"}>
      {of === undefined ? "Usage in disjoint buckets" : of}
    </caption>
    <tbody>
      {usage.buckets.map((bucket) => (
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
        <td className="number">{usage.inputTokens}</td>
      </tr>
      <tr>
        <th scope="row">Tokens out, all</th>
        <td />
        <td className="number">{usage.outputTokens}</td>
      </tr>
    </tfoot>
  </table>
);
