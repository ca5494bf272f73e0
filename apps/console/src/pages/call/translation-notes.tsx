import type { Translation } from "@headgate/contract";
import { translationView } from "./translation-model.ts";

/** Between which formats an attempt was translated, and what did not come through. */
export const TranslationNotes = ({
  translation,
}: Readonly<{ translation: Translation | undefined }>) => {
  if (translation === undefined) return null;
  const { sentence, groups, beyond } = translationView(translation);
  return (
    <div className="translation">
      <p>{sentence}</p>
      {groups.map(({ title, notes }) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {notes.map((note) => (
              <li key={note.key}>
                <code className="code">{note.field}</code> in the {note.in}: {note.what}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {beyond === undefined ? null : <p>{beyond}</p>}
    </div>
  );
};
