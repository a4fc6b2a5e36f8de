/** One document root as the second script saw it. */
import { type Frame, filesOf, linesOf } from './frames.js';

export interface DocumentRoot {
  /** As the web server's configuration says. */
  docroot: string;
  /** The same without links; absent when there is no such folder. */
  real?: string;
  /** The folder around it that holds the app. */
  base: string;
  owner: string;
  /** Files of known names that are there. */
  seen: string[];
  files: Map<string, string>;
  /** Folder → bytes, two levels deep. */
  sizes: Map<string, number>;
  fileCount: number;
  oddNames: number;
  writable: string[];
  worldWritable: string[];
  leftBehind: string[];
  keys: string[];
  /** Link → target. */
  links: [string, string][];
  phpinfo: string[];
  /** Files of code there, of which the first thousands were searched. */
  codeFiles: number;
  /** Functions and classes met in the code. */
  functions: string[];
  /** Hosts met in code and settings, most frequent first. */
  urls: string[];
  unread: string[];
}

/** Frames from one `docroot` to the next. */
export function documentRoots(frames: readonly Frame[]): DocumentRoot[] {
  const starts = frames.flatMap(({ kind }, index) => (kind === 'docroot' ? [index] : []));
  return starts.map((start) => {
    const rest = frames.slice(start + 1);
    const end = rest.findIndex(({ kind }) =>
      ['docroot', 'log', 'certificate', 'end'].includes(kind),
    );
    return rootOf(frames[start]?.about ?? '', end === -1 ? rest : rest.slice(0, end));
  });
}

function rootOf(docroot: string, frames: readonly Frame[]): DocumentRoot {
  const frame = (kind: string) => frames.find((one) => one.kind === kind);
  const lines = (kind: string) => linesOf(frame(kind) ?? { body: '' });
  const real = frame('real')?.about;
  return {
    docroot,
    ...(real === undefined ? {} : { real }),
    base: frame('base')?.about ?? real ?? docroot,
    owner: lines('owner')[0]?.split(' ')[0] ?? '',
    seen: lines('markers'),
    files: filesOf(frames),
    sizes: new Map(
      lines('size').map((line) => {
        const [kib = '0', ...path] = line.split('\t');
        return [path.join('\t'), Number(kib) * 1024];
      }),
    ),
    fileCount: lines('count')
      .map((line) => /^\s*(\d+) f /.exec(line)?.[1])
      .reduce((sum, count) => sum + Number(count ?? 0), 0),
    oddNames: Number(lines('odd')[0] ?? 0),
    writable: lines('writable'),
    worldWritable: lines('world'),
    leftBehind: lines('left'),
    keys: lines('keys'),
    links: lines('links').map((line) => line.split('\t') as [string, string]),
    phpinfo: lines('info'),
    codeFiles: Number(frame('code')?.about ?? 0),
    functions: counted(lines('code')),
    urls: counted(lines('urls')),
    unread: frames.flatMap(({ kind, about }) => (kind === 'closed' ? [about] : [])),
  };
}

/** `uniq -c` without the counts. */
const counted = (lines: string[]) => lines.map((line) => line.trim().replace(/^\d+\s+/, ''));
