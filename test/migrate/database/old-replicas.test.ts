import { describe, expect, it } from 'vitest';
import type { OldDatabase } from '../../../src/migrate/database/old-database.js';
import { refuseTakenPort } from '../../../src/migrate/database/old-replicas.js';
import { pairingOf } from '../../../src/migrate/database/pairing.js';
import { faultOf } from '../../server/fault.js';

/** Two apps whose names lead to one port: among a few hundred names there are some. */
function twoOfOnePort() {
  const seen = new Map<number, ReturnType<typeof pairingOf>>();
  for (let at = 0; ; at += 1) {
    const pairing = pairingOf({ engineName: `dinas-app${at}` });
    const other = seen.get(pairing.port);
    if (other !== undefined) return [pairing, other] as const;
    seen.set(pairing.port, pairing);
  }
}

/** An old server with these accounts and connections of replicas. */
function oldServer(accounts: string[], replicas: string[]): OldDatabase {
  const exec = async (_argv: readonly string[], { stdin = '' }: { stdin?: unknown } = {}) => {
    const isStatus = `${stdin}`.includes('SHOW ALL SLAVES');
    const rows = replicas.map((name) => `  Connection_name: ${name}\nSlave_SQL_Running: Yes`);
    return { code: 0, stdout: (isStatus ? rows : accounts).join('\n'), stderr: '' };
  };
  const shell = { server: '203.0.113.7', exec } as unknown as OldDatabase['shell'];
  return { shell, kind: 'mariadb', name: 'parkir', access: { via: 'root' } };
}

describe('the port of a tunnel on an old host', () => {
  const [own, other] = twoOfOnePort();
  const third = pairingOf({ engineName: 'pasar-retribusi' });

  it.each([
    ['an account', [other.account], []],
    ['a connection of replicas', [], [other.replica]],
  ])('is refused when %s of another move shows that it has it', async (_, accounts, replicas) => {
    const { code, args } = await faultOf(refuseTakenPort(oldServer(accounts, replicas), own));
    expect({ code, port: args.port }).toEqual({ code: 'MIG098', port: own.port });
  });

  it.each<[string, string[], string[]]>([
    ['nobody is followed', [], []],
    ['this move began before', [own.account], [own.replica]],
    ['others have others', [third.account, 'induk_replica_x'], ['', 'kantor-pusat']],
  ])('is free when %s', async (_, accounts, replicas) => {
    await expect(refuseTakenPort(oldServer(accounts, replicas), own)).resolves.toBeUndefined();
  });
});
