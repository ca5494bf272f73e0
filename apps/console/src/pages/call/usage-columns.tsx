import type { LedgerRow } from "@headgate/contract";
import { CodeBlock } from "../../ui/code-block.tsx";
import { BucketTable } from "./bucket-table.tsx";
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
        {reading.buckets.length === 0 ? null : <BucketTable usage={reading} />}
        {reading.others.map(({ key, model, usage }) => (
          <BucketTable key={key} usage={usage} of={`By ${model}, within the answer`} />
        ))}
        <p className="usage-note">{reading.origin}.</p>
      </div>
    </div>
  );
};
