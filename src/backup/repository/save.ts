import { Fault } from '../../fault.js';
import { type Message, messageOf, type Say, sayPercent } from './messages.js';
import type { Restic } from './restic.js';

/** Whose a snapshot is, and what it is found by. */
export interface SnapshotLabel {
  host: string;
  tags: readonly string[];
}

export interface SavePathsOptions {
  /** Folder that relative paths are taken from; they are at the snapshot's root. */
  cwd?: string;
  /** Patterns of what is left out. */
  exclude?: readonly string[];
  /** The snapshot before, when it is known: restic would read all there are to find it. */
  parent?: string;
  say?: Say;
}

/** What restic says at the end of `backup`. */
export interface BackupSummary {
  snapshot: string;
  /** Bytes read, and bytes added to the repository. */
  bytes: number;
  added: number;
  filesNew: number;
  filesChanged: number;
  /** Paths that could not be read, with why. */
  unread: { path: string; reason: string }[];
}

/** Saves what a command writes as one file; a command that fails leaves no snapshot. */
export function saveOutput(
  restic: Restic,
  argv: readonly string[],
  file: string,
  to: SnapshotLabel,
): Promise<BackupSummary> {
  const source = [`--stdin-filename=${file}`, '--stdin-from-command'];
  return save(restic, [...source, ...labelFlags(to), '--', ...argv], {});
}

/** Saves files and folders; what cannot be read is told, and the rest is saved. */
export function savePaths(
  restic: Restic,
  paths: readonly string[],
  to: SnapshotLabel,
  { exclude = [], parent, ...run }: SavePathsOptions,
): Promise<BackupSummary> {
  const flags = [
    ...(parent === undefined ? [] : [`--parent=${parent}`]),
    ...exclude.map((pattern) => `--exclude=${pattern}`),
  ];
  return save(restic, ['--no-scan', ...labelFlags(to), ...flags, '--', ...paths], run);
}

const labelFlags = ({ host, tags }: SnapshotLabel): string[] => [
  `--host=${host}`,
  ...tags.map((tag) => `--tag=${tag}`),
];

async function save(
  restic: Restic,
  args: readonly string[],
  { cwd, say = () => {} }: Pick<SavePathsOptions, 'cwd' | 'say'>,
): Promise<BackupSummary> {
  let summary: Message | undefined;
  const onLine = (line: string): void => {
    const message = messageOf(line);
    if (message.message_type === 'summary') summary = message;
    else sayPercent(message, say);
  };
  // 3: a snapshot was made, and some of the files could not be read.
  const options = { ...(cwd === undefined ? {} : { cwd }), onLine, accept: [3] };
  const { messages } = await restic.run(['backup', '--json', ...args], options);
  if (summary?.snapshot_id === undefined) {
    const told = { repository: restic.access.url, command: 'backup', reason: 'no summary' };
    throw new Fault('BAK019', told, { logTail: messages });
  }
  return {
    snapshot: String(summary.snapshot_id),
    bytes: Number(summary.total_bytes_processed),
    added: Number(summary.data_added_packed),
    filesNew: Number(summary.files_new),
    filesChanged: Number(summary.files_changed),
    unread: messages.flatMap(unreadIn),
  };
}

function unreadIn(message: string): BackupSummary['unread'] {
  const found = /^(.*?): (.*)$/s.exec(message);
  return found === null ? [] : [{ path: found[1] as string, reason: found[2] as string }];
}
