import { type AttributionVariable, billedKeyTags } from "@headgate/contract";
import type { AttemptFacts, BillLineFacts, UsageTotalFacts } from "../source.ts";

/**
 * What attribution rules see of a row. A part may have several names, an account's id and name: a rule fits one
 * of them, a label takes the first. What a row does not say is an empty list.
 */
export type AttributionSubject = Readonly<
  Record<AttributionVariable, readonly string[]> & {
    tags: Readonly<Record<string, string>>;
  }
>;

type Names = readonly (string | undefined)[];

const subject = (
  names: Readonly<Record<AttributionVariable, Names>>,
  tags: Readonly<Record<string, string>>,
): AttributionSubject => ({
  source: told(names.source),
  provider: told(names.provider),
  account: told(names.account),
  principal: told(names.principal),
  model: told(names.model),
  key: told(names.key),
  service: told(names.service),
  resource: told(names.resource),
  tags,
});

const told = (names: Names): readonly string[] => names.filter((name) => name !== undefined);

export const subjectOfAttempt = (row: AttemptFacts): AttributionSubject =>
  subject(
    {
      source: [row.source],
      provider: [row.provider],
      account: [row.account_id],
      principal: [row.principal],
      model: [row.response_model, row.sent_model, row.request_model],
      key: [row.key_id],
      service: [],
      resource: [],
    },
    row.tags,
  );

export const subjectOfBillLine = (line: BillLineFacts): AttributionSubject =>
  subject(
    {
      source: [line.source],
      provider: [line.provider, line.provider_name],
      account: [
        line.sub_account_id,
        line.sub_account_name,
        line.billing_account_id,
        line.billing_account_name,
      ],
      principal: [line.principal],
      model: [line.model, line.billed_model],
      key: [billedKeyOf(line)],
      service: [line.service_name, line.service_category],
      resource: [line.resource_id, line.resource_name],
    },
    line.tags,
  );

/** Only of sources that name keys: a tag of the same name on another bill is the user's own. */
function billedKeyOf({ source, tags }: BillLineFacts): string | undefined {
  const names: Readonly<Partial<Record<BillLineFacts["source"], string>>> = billedKeyTags;
  const name = names[source];
  return name === undefined ? undefined : tags[name];
}

export const subjectOfUsageTotal = (total: UsageTotalFacts): AttributionSubject =>
  subject(
    {
      source: [total.source],
      provider: [total.provider],
      account: [total.account, total.project],
      principal: [],
      model: [total.model],
      key: [total.key],
      service: [],
      resource: [],
    },
    {},
  );
