import type { FileEntry } from '../model.js';
import type { ListedNode } from '../repository/repository.js';
import { comparePaths, pathBytes } from './path-text.js';

/** What a snapshot and a catalogue have to agree on for the catalogue's digest to count. */
interface Seen {
  /** Volume, slash, path; bytes that are no UTF-8 replaced, as restic's listing has them. */
  key: Buffer;
  name: string;
  /** Size and time of a file; kind alone of others. */
  marks: string;
}

/**
 * Finds the files that changed between being backed up and being looked at, from both lists
 * in the order of the walk, side by side.
 */
export class MovingFiles {
  readonly #entries: AsyncIterator<FileEntry>;
  readonly #root: string;
  readonly #found: string[] = [];
  #next: Seen | undefined;

  /** @param root folder of all volumes in the snapshot */
  constructor(catalogue: AsyncIterable<FileEntry>, root: string) {
    this.#entries = catalogue[Symbol.asyncIterator]();
    this.#root = root;
  }

  /** Takes the next node of the snapshot; the one before must have been waited for. */
  async add(node: ListedNode): Promise<void> {
    if (node.path.startsWith(`${this.#root}/`)) await this.#take(seenNode(node, this.#root));
  }

  /** Volume and path of all that moved, once every node was added. */
  async rest(): Promise<string[]> {
    for (let entry = await this.#peek(); entry !== undefined; entry = await this.#peek()) {
      this.#found.push(entry.name);
      this.#next = undefined;
    }
    return this.#found;
  }

  async #take(node: Seen): Promise<void> {
    for (let entry = await this.#peek(); entry !== undefined; entry = await this.#peek()) {
      const order = comparePaths(entry.key, node.key);
      if (order > 0) break;
      this.#next = undefined;
      if (order < 0) this.#found.push(entry.name);
      else {
        if (entry.marks !== node.marks) this.#found.push(entry.name);
        return;
      }
    }
    this.#found.push(node.name);
  }

  async #peek(): Promise<Seen | undefined> {
    if (this.#next !== undefined) return this.#next;
    const { done, value } = await this.#entries.next();
    if (!done) this.#next = seenEntry(value);
    return this.#next;
  }
}

function seenEntry(entry: FileEntry): Seen {
  const path = pathBytes(entry.path).toString('utf8');
  const name = entry.path === '' ? entry.volume : `${entry.volume}/${entry.path}`;
  const key = Buffer.from(path === '' ? entry.volume : `${entry.volume}/${path}`);
  const marks = entry.kind === 'file' ? `${entry.size} ${entry.mtime}` : entry.kind;
  return { key, name, marks };
}

const kinds: Record<string, FileEntry['kind']> = { file: 'file', dir: 'folder', symlink: 'link' };

function seenNode({ path, type, size = 0, mtime }: ListedNode, root: string): Seen {
  const name = path.slice(root.length + 1);
  const kind = kinds[type] ?? 'other';
  const marks = kind === 'file' ? `${size} ${nanoseconds(mtime)}` : kind;
  return { key: Buffer.from(name), name: name.replaceAll('\\', '\\x5c'), marks };
}

/** Nanoseconds since 1970 of a time in RFC 3339 with up to nine decimals. */
function nanoseconds(time: string): string {
  const [, second = '', fraction = '', zone = ''] =
    /^([^.Z+]*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  const whole = BigInt(Date.parse(`${second}${zone}`) / 1000);
  return `${whole * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))}`;
}
