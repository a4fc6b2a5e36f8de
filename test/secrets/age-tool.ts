import { execFileSync, spawnSync } from 'node:child_process';

/** Makes sure the `age` program is there; Debian's package is installed when it is not. */
export function requireAge(): void {
  if (hasAge()) return;
  const options = { stdio: 'pipe', timeout: 300_000 } as const;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [program = '', ...args] = [...sudo, 'apt-get', 'install', '-y', '-q', 'age'];
  if (spawnSync(program, args, options).status !== 0) {
    const [update = '', ...rest] = [...sudo, 'apt-get', 'update', '-q'];
    spawnSync(update, rest, options);
    execFileSync(program, args, options);
  }
}

function hasAge(): boolean {
  return spawnSync('age', ['--version']).status === 0;
}
