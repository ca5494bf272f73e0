import type { ChargeCategory } from "@headgate/contract";

const categories: Readonly<Record<string, ChargeCategory>> = {
  usage: "usage",
  purchase: "purchase",
  tax: "tax",
  credit: "credit",
  adjustment: "adjustment",
};

/** FOCUS's ChargeCategory; in 1.0-preview a credit is an adjustment whose ChargeSubcategory says so. */
export function chargeCategoryOf(
  category: string | undefined,
  subcategory: string | undefined,
): ChargeCategory | undefined {
  const name = category?.toLowerCase() ?? "";
  const known = Object.hasOwn(categories, name) ? categories[name] : undefined;
  return known === "adjustment" && subcategory?.toLowerCase() === "credit" ? "credit" : known;
}

/** `Used`, `Unused`; `Used Commitment`, `Unused Commitment` in 1.0-preview. */
export function usedOrUnused(
  status: string | undefined,
  subcategory?: string,
): "used" | "unused" | undefined {
  const text = (status ?? subcategory ?? "").toLowerCase();
  if (text === "unused" || text === "unused commitment") return "unused";
  return text === "used" || text === "used commitment" ? "used" : undefined;
}
