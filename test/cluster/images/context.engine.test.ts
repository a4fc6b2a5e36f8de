/** The context is what `docker build` itself would have sent. */
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { buildContext } from '../../../src/cluster/images/context.js';
import { type Tree, tree } from './tree.js';

const recipe = { Dockerfile: 'FROM scratch\nCOPY . /source/\n' };
const env = { DOCKER_BUILDKIT: '0' };

/** Lines of `tar -tv` without times, of what the build copied. */
async function built(build: { args: string[]; input?: NodeJS.ReadableStream }): Promise<string[]> {
  const { stdout } = await execa('docker', ['build', '-q', '--force-rm', ...build.args], {
    env,
    ...(build.input === undefined ? {} : { input: Readable.from(build.input) }),
  });
  const image = stdout.trim();
  const { stdout: container } = await execa('docker', ['create', image, 'none']);
  try {
    const { stdout: list } = await execa('sh', [
      '-c',
      `docker export ${container} | tar --numeric-owner -tvf - source`,
    ]);
    // The recipe's own file is here in both ways or not, as the tree's rules have it.
    const lines = list.split('\n').filter((line) => !line.endsWith(' source/Dockerfile'));
    return lines.map((line) => {
      const [mode = '', , size, , , ...name] = line.split(/ +/);
      const kind = `${mode[0]}${mode[0] === '-' ? mode[3] : ''}`;
      return `${kind} ${kind.startsWith('-') ? size : ''} ${name.join(' ')}`;
    });
  } finally {
    await execa('docker', ['rm', container]);
    await execa('docker', ['rmi', image], { reject: false });
  }
}

const trees: Record<string, Tree> = {
  plain: { 'a.php': '1', 'b/c.php': '22', 'run.sh': { script: '#!/bin/sh' } },
  'links and empty folders': {
    'public/x': '1',
    current: { link: 'public' },
    broken: { link: 'nowhere' },
    'storage/cache': 'folder',
  },
  'odd names': { 'a b/c d': '1', "it's": '2', ünï: '3', '-rf': '4', $HOME: '5' },
  'patterns of ignoring': {
    '.dockerignore': [
      '# comment',
      '',
      '*.log',
      '*/*.tmp',
      '**/cache',
      '/vendor/',
      '!vendor/keep.php',
      'doc?',
      '  spaced  ',
      './dotted',
      'range[0-9].txt',
      '.env',
      'deep/**/x.php',
    ].join('\n'),
    'a.log': '',
    'sub/b.log': '',
    'sub/c.tmp': '',
    'sub/sub/d.tmp': '',
    'sub/cache/e': '',
    'cache/f': '',
    'vendor/g.php': '',
    'vendor/keep.php': '',
    doc1: '',
    doc12: '',
    spaced: '',
    dotted: '',
    'range1.txt': '',
    'rangex.txt': '',
    '.env': 'SECRET=1',
    '.env.example': '',
    'deep/x.php': '',
    'deep/a/b/x.php': '',
    'deep/a/y.php': '',
  },
  'everything but': {
    '.dockerignore': '*\n!src\nsrc/*.log\n',
    'src/a.js': '',
    'src/a.log': '',
    b: '',
  },
};

describe('the context', () => {
  it.each(Object.entries(trees))('is what docker build sends: %s', async (_name, entries) => {
    const directory = await tree({ ...recipe, ...entries });
    const theirs = await built({ args: [directory] });
    const input = buildContext([
      { directory: await tree(recipe), at: '' },
      { directory, at: '' },
    ]);
    const ours = await built({ args: ['-'], input });
    expect(ours.sort()).toEqual(theirs.sort());
  });
});
