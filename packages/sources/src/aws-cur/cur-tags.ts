import type { BillCells } from "../bill/bill-cells.ts";
import { type BillTags, billTags, tagsFrom } from "../bill/bill-tags.ts";
import { curColumns as column } from "./columns.ts";

type TagColumn = Readonly<{ column: string; tag: string }>;

const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^resourceTags\/(.+)$/, ""],
  [/^resource_tags_(.+)$/, ""],
  [/^costCategory\/(.+)$/, "cost_category/"],
  [/^cost_category_(.+)$/, "cost_category/"],
];

/** The columns that are one tag each: `resourceTags/user:Team` (legacy), `resource_tags_user_team` (Athena). */
export const tagColumnsOf = (columns: readonly string[]): readonly TagColumn[] =>
  columns.flatMap((name) =>
    PREFIXES.flatMap(([pattern, prefix]) => {
      const tag = pattern.exec(name)?.[1];
      return tag === undefined ? [] : [{ column: name, tag: prefix + tag }];
    }),
  );

/** A line's tags, cost categories and those of the IAM principal, from columns and from CUR 2.0's maps. */
export function curTags(cells: BillCells, columns: readonly TagColumn[]): BillTags {
  const maps = [
    { prefix: "", ...billTags(cells.raw(column.resourceTagMap)) },
    { prefix: "", ...billTags(cells.raw(column.tagMap)) },
    { prefix: "cost_category/", ...billTags(cells.raw(column.costCategoryMap)) },
  ];
  const all = tagsFrom([
    ...columns.map(({ column: name, tag }) => [tag, cells.raw([name])] as const),
    ...maps.flatMap(({ prefix, tags }) =>
      Object.entries(tags).map(([key, value]) => [prefix + key, value] as const),
    ),
  ]);
  return {
    tags: all.tags,
    problems: [...maps.flatMap(({ problems }) => problems), ...all.problems],
  };
}
