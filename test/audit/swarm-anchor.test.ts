import Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../src/audit/log.js';
import { SwarmAnchor } from '../../src/audit/swarm-anchor.js';
import { engineWithConfigs, manager, record } from './workplace.js';

const head = (seq: number) => ({ seq, hash: String(seq).padStart(64, 'a') });

describe('SwarmAnchor', () => {
  it('keeps the head in the labels of one config object', async () => {
    const { docker, configs } = await engineWithConfigs();
    const anchor = new SwarmAnchor(docker, { 'induk.site': 'kota' });
    expect(await anchor.read()).toBe('none');
    for (const seq of [1, 2, 3]) expect(await anchor.advance(head(seq))).toBe(true);
    expect(await anchor.read()).toEqual(head(3));
    expect(configs.map(({ Spec }) => Spec)).toMatchObject([
      { Name: 'induk-audit-head', Labels: { 'induk.site': 'kota', 'induk.role': 'audit' } },
    ]);
  });

  it('never moves back', async () => {
    const { docker } = await engineWithConfigs();
    const anchor = new SwarmAnchor(docker);
    await anchor.advance(head(5));
    expect(await anchor.advance(head(4))).toBe(true);
    expect(await anchor.read()).toEqual(head(5));
  });

  it('ends at the latest of many at once', async () => {
    const { docker } = await engineWithConfigs();
    const all = Array.from({ length: 10 }, (_, index) =>
      new SwarmAnchor(docker).advance(head(index + 1)),
    );
    expect(await Promise.all(all)).not.toContain(false);
    expect(await new SwarmAnchor(docker).read()).toEqual(head(10));
  });

  it('is unavailable without an engine', async () => {
    const anchor = new SwarmAnchor(new Docker({ socketPath: '/nonexistent.sock' }));
    expect(await anchor.read()).toBe('unavailable');
    expect(await anchor.advance(head(1))).toBe(false);
  });

  it('shows that the end of the log was cut', async () => {
    const { connection, path } = await manager();
    const { docker } = await engineWithConfigs();
    const log = new AuditLog(connection, { path, anchor: new SwarmAnchor(docker) });
    for (let turn = 0; turn < 3; turn += 1) await log.append(record());
    expect((await log.verify()).broken).toBeUndefined();
    await connection.exec(['sed', '-i', '$d', path]);
    expect((await log.verify()).broken).toEqual({ line: 3, flaw: 'truncated' });
  });

  it('accepts a crash between the line and the anchor, and heals with the next append', async () => {
    const { connection, path } = await manager();
    const { docker } = await engineWithConfigs();
    const anchor = new SwarmAnchor(docker);
    const log = new AuditLog(connection, { path, anchor });
    await log.append(record());
    const killed = { read: () => anchor.read(), advance: async () => false };
    await new AuditLog(connection, { path, anchor: killed }).append(record());
    expect(await log.verify()).toMatchObject({ lines: 2, anchored: true });
    expect((await log.verify()).broken).toBeUndefined();
    expect(await log.append(record())).toMatchObject({ seq: 3, anchored: true });
    expect(await anchor.read()).toMatchObject({ seq: 3 });
  });
});
