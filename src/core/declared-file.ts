/** What a specification says of an input or output that decides how its file is read and written. */
export interface DeclaredFile {
  extension: string;
  /** The columns of a table by name; absent or empty where they have none. */
  columns?: unknown;
}

/** Whether the file is a table whose columns have names. */
export function hasNamedColumns({ columns }: DeclaredFile): boolean {
  return Array.isArray(columns) && columns.length > 0;
}
