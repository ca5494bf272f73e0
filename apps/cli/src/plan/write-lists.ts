import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InfrastructureImport } from "@headgate/contract";
import { type CheckedList, IMPORTED_FOLDER } from "@headgate/planner";

type Kept = Readonly<{
  list: string;
  source: string;
  day: string;
  checked: CheckedList;
  /** Undefined: nothing is written. */
  folder: string | undefined;
}>;

/** Writes checked lists, new beside old and renamed; the same list of the same day replaces itself. */
export async function keepLists({
  list,
  source,
  day,
  checked,
  folder,
}: Kept): Promise<InfrastructureImport> {
  const files: string[] = [];
  if (folder !== undefined) {
    const imports = join(folder, IMPORTED_FOLDER);
    await mkdir(imports, { recursive: true, mode: 0o700 });
    for (const file of checked.files) {
      const path = join(imports, `${day}-${list}-${file.provider}.json`);
      await writeFile(`${path}.new`, `${JSON.stringify(file, null, 1)}\n`);
      await rename(`${path}.new`, path);
      files.push(path);
    }
  }
  return {
    list,
    source,
    day,
    taken: checked.taken,
    applied: folder !== undefined,
    files,
    refused: [...checked.refused],
    disagreements: checked.disagreements.map(({ ourSource, ourDay, ...rest }) => ({
      ...rest,
      our_source: ourSource,
      our_day: ourDay,
    })),
  };
}
