/**
 * Tables of what control processes tell each other, step by step; a step that has been released is never edited. They are no
 * part of a move of the stores: what is in them is done anew, or lies in each node's files as well.
 */
export const controlMigrations: readonly (readonly string[])[] = [
  ["create table marks (name text primary key, at_ms integer not null) strict, without rowid"],
  [
    `create table price_files (
       path text primary key, digest text not null, content text not null
     ) strict, without rowid`,
    `create table node_settings (
       node text primary key, config text not null, price_book text not null, told_at_ms integer not null
     ) strict, without rowid`,
    "create table node_loads (node text primary key, rows_added integer not null) strict, without rowid",
  ],
];
