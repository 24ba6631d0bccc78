/**
 * The database as SQL, one step per format version of the data folder; a published step is never edited. Tables have no
 * hidden row number, which would tell the order of arrival, and no time.
 */
export const formats: readonly string[] = [
  `
  create table answers (
    department text not null, wave text not null, submission text not null,
    instrument text not null, stream text not null, place text, mode text not null, language text not null,
    design_class text not null, flags text not null, answers text not null, digest text not null,
    expires integer not null,
    primary key (department, wave, submission)
  ) strict, without rowid;
  create table invitations (
    department text not null, wave text not null, hash text not null,
    design_class text not null, spent integer not null,
    primary key (department, wave, hash)
  ) strict, without rowid;
  create table receipts (
    department text not null, wave text not null, hash text not null,
    primary key (department, wave, hash)
  ) strict, without rowid;
  create table documents (
    kind text not null, scope text not null, id text not null,
    value text not null, version integer not null,
    primary key (kind, scope, id)
  ) strict, without rowid;
  `,
];
