import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Memory in every container and on every Linux machine; it is gone with the container. */
const memory = '/dev/shm';

/** A folder in memory that only this user can read, for what must not touch a disk. */
export class PrivateFolder {
  readonly path: string;

  constructor(parent = memory) {
    this.path = mkdtempSync(join(parent, 'induk-'));
  }

  /** Writes a file of mode 0600; its path. */
  write(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
