import { type BillSource, billSources, SIMULATED_STATEMENT } from "@headgate/contract";

// Which bills are about the same money, and which of them counts (`decisions/0121-whose-bill-it-is.md`).

/** Which cloud or provider a source's bills are of; `any` can bill for each of the others. */
const issuers = {
  aws_cur: "aws",
  azure_cost_export: "azure",
  openai_costs: "openai",
  anthropic_cost_report: "anthropic",
  focus: "any",
  aws_cost_explorer: "aws",
} as const satisfies Record<BillSource, string>;

/** Sources whose answers name no account of their own: a statement of theirs without one is from before it was named. */
const namedByOperator: readonly BillSource[] = [
  "openai_costs",
  "anthropic_cost_report",
  "aws_cost_explorer",
];

const isNamedByOperator = (source: string): string =>
  `${source} in (${namedByOperator.map((name) => `'${name}'`).join(", ")})`;

const perSource = (source: string, value: (name: BillSource) => string): string =>
  `case ${source} ${billSources.map((name) => `when '${name}' then ${value(name)}`).join(" ")} end`;
const rank = (source: string): string =>
  perSource(source, (name) => `${billSources.indexOf(name)}`);
const issuer = (source: string): string => perSource(source, (name) => `'${issuers[name]}'`);

/** Whose bill a line of FOCUS is, by the names that exports have for providers. */
const issuerOfLine = `case
      when lower(provider_name) in ('aws', 'amazon web services') then 'aws'
      when lower(provider_name) in ('microsoft', 'azure', 'microsoft azure') then 'azure'
      when lower(provider_name) in ('openai', 'anthropic') then lower(provider_name)
      else 'other'
    end`;

/**
 * Tables `stated` and `named`: statements with the times that their lines are of, who issued them (`any` where lines of
 * one are of several), and the account that they are taken to be of. That is their own, else the only one that the
 * issuer's statements of the same time name; simulated bills are left out. Lines are looked at only where a statement asks for it.
 */
const namedStatementsSql = `stated_lines as (
  select statement, min(charge_period_start) as first_start, max(charge_period_start) as last_start,
    max(charge_period_end) as last_end, min(line_issuer) as first_issuer, max(line_issuer) as last_issuer
  from (
    select statement, charge_period_start, charge_period_end, ${issuerOfLine} as line_issuer
    from bill_lines
    where (select count(*) from bill_statements where account = '' or source = 'aws_cost_explorer') > 0
  ) as lines
  group by statement
),
stated as (
  select bill_statements.statement as statement, source, account, period_start, period_end, counted_by,
    bill_statements.import as brought_by,
    first_start, last_start, last_end,
    case when source <> 'focus' then ${issuer("source")}
      when first_issuer = last_issuer then first_issuer else 'any' end as issued_by
  from bill_statements left join stated_lines on stated_lines.statement = bill_statements.statement
  where not starts_with(bill_statements.statement, '${SIMULATED_STATEMENT}')
),
only_accounts as (
  select nameless.statement as nameless_statement, min(other.account) as only_account
  from stated as nameless join stated as other
    on other.issued_by = nameless.issued_by
    and other.period_start < nameless.period_end and other.period_end > nameless.period_start
  where nameless.account = '' and other.account <> '' and nameless.issued_by not in ('any', 'other')
  group by nameless.statement
  having count(distinct other.account) = 1
),
named as (
  select statement, source, account, period_start, period_end, first_start, last_start, last_end, issued_by, brought_by,
    case when account <> '' then account else coalesce(only_account, '') end as named_account
  from stated left join only_accounts on only_accounts.nameless_statement = stated.statement
)`;

/**
 * The statements that another one counts in place of: `outranked`, and `statement` and `source` of that one.
 *
 * - Of two sources' bills of one account and time, the more trusted source's. A day of Cost Explorer that lies
 *   behind what the other one has reached stays.
 * - Of one source's bills of the same days, with an account and without, the one with it where it came later: the
 *   other one is from before the account was given.
 */
export const betterStatementsSql = `
       with ${namedStatementsSql},
       outranking as (
         select less.statement as outranked, more.statement as better, more.source as better_source,
           more.period_start as better_start
         from named as less join named as more
           on more.named_account = less.named_account
           and more.period_start < less.period_end and more.period_end > less.period_start
         where less.named_account <> '' and ${rank("more.source")} < ${rank("less.source")}
           and (more.issued_by = less.issued_by
             or (less.account <> '' and more.account <> ''
               and (${issuer("more.source")} = ${issuer("less.source")}
                 or 'any' in (${issuer("more.source")}, ${issuer("less.source")}))))
           and (less.source <> 'aws_cost_explorer'
             or (more.first_start < less.last_end and more.last_start >= less.first_start))
         union all
         select less.statement, more.statement, more.source, more.period_start
         from named as less join named as more
           on more.source = less.source
           and more.first_start < less.last_end and more.last_end > less.first_start
         where less.account = '' and more.account <> '' and less.brought_by < more.brought_by
           and ${isNamedByOperator("less.source")}
       )
       select outranked, better as statement, better_source as source from outranking
       qualify row_number() over (
         partition by outranked order by ${rank("better_source")}, better_start, better
       ) = 1`;

/**
 * What there is to tell of bills that name no account, or perhaps one account by two names, where the import brought one of the
 * two: `warning`, `row_count` statements, and an `example`. Sums are of the lines from the first day that the import brought on.
 */
export const namelessBillsSql = `
with ${namedStatementsSql},
brought as (select distinct statement from arrived_bill_lines where stays),
sums as (
  select statement, source, min(charge_period_start) as sum_start, max(charge_period_end) as sum_end,
    sum(billed_cost) as sum_cost
  from bill_lines
  where ${isNamedByOperator("source")}
    and charge_period_start >= (select min(happened_at) from arrived_bill_lines where stays)
  group by statement, source
),
summed as (
  select sums.statement as statement, sums.source as source, account, sum_start, sum_end, sum_cost
  from sums join bill_statements on bill_statements.statement = sums.statement
  where account <> '' and counted_by is null and sum_cost <> 0
    and not starts_with(sums.statement, '${SIMULATED_STATEMENT}')
),
outranked as (
  select less.statement as less_statement, more.statement as more_statement, less.source = more.source as is_own
  from stated as less join stated as more on more.statement = less.counted_by
  where (less.account = '' or more.account = '')
    and (less.statement in (select statement from brought) or more.statement in (select statement from brought))
)
select * from (
  select 'a bill that names no account does not count, for its source has bills of the same days that name theirs' as warning,
    count(*) as row_count, min(less_statement || ' ' || more_statement) as example
  from outranked where is_own
  union all
  select 'a bill that names no account is taken for the only one that bills of its provider name, and one of both counts: name its account where it is another',
    count(*), min(less_statement || ' ' || more_statement)
  from outranked where not is_own
  union all
  select 'a bill that names no account may be the same as another source''s, and both count: name its account, with --account or in the source''s configuration',
    count(distinct nameless.statement), min(nameless.statement || ' ' || other.statement)
  from stated as nameless, stated as other
  where other.first_start < nameless.last_end and other.last_start >= nameless.first_start
    and nameless.account = '' and nameless.counted_by is null and other.counted_by is null
    and other.source <> nameless.source
    and (other.issued_by = nameless.issued_by or 'any' in (other.issued_by, nameless.issued_by))
    and nameless.issued_by <> 'other' and other.issued_by <> 'other'
    and (nameless.statement in (select statement from brought) or other.statement in (select statement from brought))
  union all
  select 'a bill that names no account counts beside its source''s bills of the same days that name theirs, for it came later: name its account, with --account',
    count(distinct nameless.statement), min(nameless.statement || ' ' || other.statement)
  from stated as nameless, stated as other
  where other.first_start < nameless.last_end and other.last_end > nameless.first_start
    and nameless.account = '' and other.account <> '' and nameless.counted_by is null and other.counted_by is null
    and other.source = nameless.source and ${isNamedByOperator("nameless.source")}
    and (nameless.statement in (select statement from brought) or other.statement in (select statement from brought))
  union all
  select 'bills of two accounts have the same days and the same sum, and both count: they may be of one account under two names',
    count(*), min(one.statement || ' ' || other.statement)
  from summed as one join summed as other
    on other.source = one.source and other.sum_start = one.sum_start and other.sum_end = one.sum_end
    and other.sum_cost = one.sum_cost
  where one.account < other.account
    and (one.statement in (select statement from brought) or other.statement in (select statement from brought))
) as told
where row_count > 0`;
