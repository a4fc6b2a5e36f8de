import { describe, expect, it } from 'vitest';
import type { Shell } from '../../../src/migrate/host/agent.js';
import { awaitJobs } from '../../../src/migrate/host/running-jobs.js';

/** An old host on which these run, look after look; the last from then on. */
function hostWith(looks: string[]): { shell: Shell; asked: () => number } {
  let asked = 0;
  const exec: Shell['exec'] = async () => {
    asked += 1;
    return { code: 0, stdout: looks[Math.min(asked, looks.length) - 1] ?? '', stderr: '' };
  };
  return { shell: { server: '203.0.113.7', exec }, asked: () => asked };
}

const quick = (said: string[] = []) => ({
  signal: new AbortController().signal,
  say: (message: string) => void said.push(message),
  pause: 0,
});

describe('awaitJobs', () => {
  it('says nothing when none runs', async () => {
    const said: string[] = [];
    const { shell, asked } = hostWith(['']);
    await awaitJobs(shell, 'dishub-parkir', quick(said));
    expect([said, asked()]).toEqual([[], 1]);
  });

  it('waits until the last has ended, and says once for what', async () => {
    const said: string[] = [];
    const { shell, asked } = hostWith(['php 12, sh 11', 'php 12', '']);
    await awaitJobs(shell, 'dishub-parkir', quick(said));
    expect(asked()).toBe(3);
    expect(said).toEqual([expect.stringContaining('php 12, sh 11')]);
  });

  it('refuses one that does not end', async () => {
    const { shell, asked } = hostWith(['php 12']);
    await expect(awaitJobs(shell, 'dishub-parkir', quick())).rejects.toMatchObject({
      code: 'MIG274',
      args: { server: '203.0.113.7', reason: 'php 12' },
    });
    expect(asked()).toBe(30);
  });
});
