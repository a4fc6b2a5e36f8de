/** An import told as a move is: what was brought over, and what was compared. Pure. */
import type { MoveReport } from '../report.js';
import type { Imported, ImportedDump, ImportedFiles } from './imported.js';

export function importReport(imported: Imported): MoveReport {
  const { app, began, finished, state, files, database, pages, write } = imported;
  const loaded = database?.loaded;
  const isProven = loaded !== undefined && loaded.proven === loaded.tables;
  return {
    app,
    phase: state === 'done' ? 'committed' : 'prepare',
    method: 'archive',
    began,
    ...(finished === undefined ? {} : { at: finished, switched: finished, committed: finished }),
    seed: {
      ...(files === undefined ? {} : { files: broughtFiles(files) }),
      ...(database === undefined ? {} : { database: broughtDump(database) }),
    },
    proof: {
      ...(loaded === undefined || !isProven ? {} : { database: loaded }),
      ...(loaded === undefined ? {} : { objects: { objects: consistsOf(database) } }),
      ...(files === undefined ? {} : { files: { volumes: hashedFiles(files) } }),
      ...(pages.length === 0 ? {} : { pages }),
      ...(write === undefined ? {} : { write: { status: write } }),
    },
    freezes: [],
    steps: [],
    failures: [],
  };
}

function broughtFiles({ volumes, left }: ImportedFiles) {
  const told = Object.entries(volumes).map(([key, { files, bytes, folders, links }]) => [
    key,
    { entries: files + folders + links, files, bytes },
  ]);
  const excluded = Object.entries(left).map(([kind, { count, first }]) => {
    return `${kind}: ${first}${count > 1 ? ` +${count - 1}` : ''}`;
  });
  const leftOut = Object.entries(left).map(([kind, { count, first }]) => ({ kind, count, first }));
  return { volumes: Object.fromEntries(told), excluded, leftOut };
}

/** Of every file the content was compared, and nothing that a running app would have to be still for. */
function hashedFiles({ volumes }: ImportedFiles) {
  const told = Object.entries(volumes).map(([key, { files, bytes }]) => [key, { files, bytes }]);
  return Object.fromEntries(told);
}

function broughtDump({ tool, from, loaded, definers, file }: ImportedDump) {
  return {
    version: [file, tool, from].filter((part) => part !== '').join(', '),
    ...(loaded === undefined ? {} : { ...loaded, proof: loaded }),
    left: definers.map((account) => ({ account, reason: 'definer' })),
  };
}

function consistsOf(database: ImportedDump | undefined): Record<string, number> {
  const { tables = 0, rows = 0, objects = {} } = database?.loaded ?? {};
  return { tables, rows, ...objects };
}
