// A table; on a phone each row is a list of what its columns say, and where it is still too wide it scrolls by itself.
import type { ComponentChildren } from "preact";

export interface Column<T> {
  name: string;
  cell: (row: T) => ComponentChildren;
  number?: boolean;
}

interface TableProps<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  id: (row: T) => string | number;
}

export function Table<T>({ caption, columns, rows, id }: TableProps<T>) {
  return (
    // Reached by the keyboard, so that it can be scrolled by it.
    <div class="scroller" role="group" aria-label={caption} tabIndex={0}>
      {/* The roles are said, since a browser forgets them where the style sheet makes lists of rows. */}
      <table role="table">
        <caption class="unseen">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, number }) => (
              <th key={name} role="columnheader" scope="col" class={number ? "number" : undefined}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={id(row)} role="row">
              {columns.map(({ name, cell, number }) => (
                <td key={name} role="cell" data-column={name} class={number ? "number" : undefined}>{cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
