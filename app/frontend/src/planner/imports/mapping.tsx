import type { JSX } from "preact";
import type { ImportColumn, ImportPreview } from "../../api/types.ts";
import { t } from "../../shared/language.ts";
import { titleOf } from "./column-text.ts";

export function Mapping({
  preview,
  onChange,
}: {
  preview: ImportPreview;
  onChange: (key: string, at: number | null) => void;
}): JSX.Element {
  const first = preview.first_rows[0]?.cells ?? [];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("import-column")}</th>
          <th scope="col">{t("import-header")}</th>
          <th scope="col">{t("import-firstRow")}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map((column) => (
          <tr key={column.key}>
            <td>
              {titleOf(column)}
              {column.required && <span class="condition">{t("import-needed")}</span>}
            </td>
            <td>
              <select
                aria-label={titleOf(column)}
                value={column.header ?? ""}
                onChange={(event) =>
                  onChange(column.key, event.currentTarget.value === "" ? null : Number(event.currentTarget.value))
                }
              >
                <option value="">{t("import-noColumn")}</option>
                {preview.headers.map((title, at) => (
                  <option key={at} value={at}>
                    {title || `#${at + 1}`}
                  </option>
                ))}
              </select>
            </td>
            <td class="quiet-text">{column.header === null ? "" : first[column.header]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The column as the file names it, so that it is found there. */
export function headerOf(column: ImportColumn, preview: ImportPreview): string {
  return (column.header === null ? "" : preview.headers[column.header]) || titleOf(column);
}
