/** What a pipeline does: the same for every kind of CI. */
import { quote } from '../../server/quote.js';

/** All that is written into a pipeline file. */
export interface Pipeline {
  /** `<opd>/<app>` and its engine name. */
  app: string;
  engineName: string;
  /** Branch that is deployed. */
  branch: string;
  /** Folder of the app in its repository; `.`: the repository is the app's. */
  folder: string;
  /** Of the pipeline, in the repository. */
  file: string;
  server: { host: string; port: number; user: string; hostKeyLine: string };
  tests?: Tests;
}

/** How the app is tested, in a container of its language with a database beside it. */
export interface Tests {
  image: string;
  commands: string[];
  database?: {
    image: string;
    /** Of the database's container. */
    env: Record<string, string>;
    /** With which the tests find it. */
    variables: Record<string, string>;
    health: string;
  };
}

/** How the files are written: commands as people would write them. */
export const style = {
  lineWidth: 0,
  blockQuote: 'literal',
  aliasDuplicateObjects: false,
} as const;

/**
 * The secret with the app's deploy key. A key deploys one app, so in a repository of several apps
 * each has a secret of its own.
 */
export function keySecretOf({ engineName, folder }: Pick<Pipeline, 'engineName' | 'folder'>) {
  const own = folder === '.' ? '' : `_${engineName.toUpperCase().replaceAll('-', '_')}`;
  return `INDUK_DEPLOY_KEY${own}`;
}

/** What a change must touch for the pipeline to run; undefined: anything. */
export function changesOf({ folder, file }: Pipeline, below: '**' | '**/*'): string[] | undefined {
  return folder === '.' ? undefined : [`${folder}/${below}`, file];
}

/** Lines that say what the file is for; the comment sign is added where it is written. */
export function headerOf(pipeline: Pipeline): string[] {
  const { app, branch } = pipeline;
  const keySecret = keySecretOf(pipeline);
  return [
    `Tests every change of ${app} and deploys the branch ${branch}. Written by: induk ci init`,
    `One secret: ${keySecret}, the private key made by: induk deploy-key create ${app}`,
    'That key can deploy this app and do nothing else. The server is known by its host key below.',
  ];
}

/** Shell commands that send the source to the app's server, which builds and deploys it. */
export function deployCommands(pipeline: Pipeline): string[] {
  const { folder, server } = pipeline;
  const { host, port, user, hostKeyLine } = server;
  const keySecret = keySecretOf(pipeline);
  const known = port === 22 ? host : `[${host}]:${port}`;
  return [
    'set -eu',
    'umask 077',
    'private=$(mktemp -d)',
    `trap 'rm -rf "$private"' EXIT`,
    `echo '${known} ${hostKeyLine}' > "$private/known_hosts"`,
    // GitLab gives a secret of type "File" as a path; pasted from Windows it has CRs in it.
    `if [ -f "$${keySecret}" ]; then cat "$${keySecret}"; else printf '%s\\n' "$${keySecret}"; fi |`,
    `  tr -d '\\r' > "$private/key"`,
    ...(folder === '.' ? [] : [quote(['cd', folder])]),
    'git archive --format=tar HEAD |',
    '  ssh -F none -T -C -i "$private/key" -o IdentitiesOnly=yes -o BatchMode=yes \\',
    '    -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$private/known_hosts" \\',
    '    -o ConnectTimeout=20 -o ServerAliveInterval=15 \\',
    `    -p ${port} ${user}@${host} deploy`,
  ];
}

/** Runs in the app's folder. */
export function testCommands({ folder, tests }: Pipeline): string[] {
  if (tests === undefined) return [];
  return [...(folder === '.' ? [] : [quote(['cd', folder])]), ...tests.commands];
}
