import { type Rerating, reratingSchema } from "@headgate/contract";
import type { Ask } from "./reports/ask.ts";
import { integer, isoTime, text, textOrNull } from "./reports/sql-values.ts";

/** Re-ratings that hold, oldest first. */
export async function readReratingsWith(ask: Ask): Promise<readonly Rerating[]> {
  const rows = await ask(
    `select number, epoch_ms(range_from) as from_ms, epoch_ms(range_to) as to_ms, provider, model,
       price_book, epoch_ms(applied_at) as applied_ms, difference
     from reratings where applied_at is not null order by number`,
    {},
  );
  return rows.map((row) => {
    const provider = textOrNull(row, "provider");
    const model = textOrNull(row, "model");
    return reratingSchema.parse({
      rerating: integer(row, "number"),
      from: isoTime(row, "from_ms"),
      to: isoTime(row, "to_ms"),
      ...(provider === null ? {} : { provider }),
      ...(model === null ? {} : { model }),
      price_book: text(row, "price_book"),
      applied_at: isoTime(row, "applied_ms"),
      difference: JSON.parse(text(row, "difference")),
    });
  });
}
