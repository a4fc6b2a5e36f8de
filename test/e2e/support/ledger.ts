/** Somebody who writes to the trap app all the time, and remembers what was acknowledged. */
import * as http from 'node:http';
import { ask } from './http.js';

export interface LedgerOptions {
  /** Where people still look for the app. */
  address: string;
  domain: string;
  /** Ids begin with it. */
  prefix: string;
  /** Requests at once. */
  writers?: number;
  /** Whether every tenth write is a pair of rows in tables without transactions; default yes. */
  pairs?: boolean;
  /** Milliseconds between two of one writer. */
  pause?: number;
}

export interface Told {
  acknowledged: number;
  /** What was not answered, by why. */
  refused: Record<string, number>;
  /** The longest time without an acknowledged write, milliseconds. */
  gap: number;
}

export interface Ledger {
  /** @param anew begins to look for the longest gap again */
  told: (anew?: boolean) => Told;
  /** Resolves once so many more were acknowledged. */
  more: (count: number, ms?: number) => Promise<void>;
  /** @throws when one that was acknowledged is not there, or one is there twice */
  whole: (address: string) => Promise<Difference>;
  /** Ids that the app gives at an address, compared with what was acknowledged. */
  compare: (address: string) => Promise<Difference>;
  stop: () => Promise<void>;
}

export interface Difference {
  acknowledged: number;
  found: number;
  lost: string[];
  twice: string[];
}

/** Starts to write. */
export function openLedger(options: LedgerOptions): Ledger {
  const { address, domain, prefix, writers = 4, pause = 20, pairs: withPairs = true } = options;
  const acknowledged: string[] = [];
  const pairs: string[] = [];
  const files: string[] = [];
  const refused: Record<string, number> = {};
  let [goesOn, number, last, gap] = [true, 0, Date.now(), 0];
  const note = (): void => {
    gap = Math.max(gap, Date.now() - last);
    last = Date.now();
  };
  // Every tenth is a pair of rows, every 25th a file; the others are a row.
  const kindOf = (each: number, isPairing: boolean): [string[], string] => {
    if (each % 25 === 1) return [files, 'unggah'];
    return isPairing && each % 10 === 0 ? [pairs, 'pasangan'] : [acknowledged, 'tulis'];
  };
  const write = async (agent: http.Agent): Promise<void> => {
    number += 1;
    const [into, path] = kindOf(number, withPairs);
    const id = `${prefix}-${number}`;
    const wanted = { method: 'POST', plain: true, timeout: 5_000, agent };
    const answer = await ask(address, domain, `/${path}?id=${id}`, wanted).catch(
      (error: Error) => error,
    );
    if (!(answer instanceof Error) && answer.status === 200 && answer.body.includes(id)) {
      into.push(id);
      note();
      return;
    }
    const why = answer instanceof Error ? answer.message : `${answer.status}`;
    refused[why] = (refused[why] ?? 0) + 1;
  };
  const writing = Array.from({ length: writers }, async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (goesOn) {
      await write(agent);
      await wait(pause);
    }
    agent.destroy();
  });
  const told = (anew = false): Told => {
    if (anew) [gap, last] = [0, Date.now()];
    return { acknowledged: acknowledged.length + pairs.length + files.length, refused, gap };
  };
  const compareAt = (at: string): Promise<Difference> =>
    compare({ address: at, domain, prefix, acknowledged, pairs, files });
  return {
    told,
    more: async (count, ms = 60_000) => {
      const [wanted, deadline] = [told().acknowledged + count, Date.now() + ms];
      while (told().acknowledged < wanted) {
        if (Date.now() > deadline) throw new Error(`no ${count} writes: ${JSON.stringify(told())}`);
        await wait(50);
      }
    },
    compare: compareAt,
    whole: async (at) => {
      const difference = await compareAt(at);
      const { lost, twice } = difference;
      if (lost.length + twice.length === 0) return difference;
      const first = [...lost, ...twice].slice(0, 3).join(', ');
      throw new Error(`${lost.length} writes lost, ${twice.length} there twice: ${first}`);
    },
    stop: async () => {
      goesOn = false;
      await Promise.all(writing);
    },
  };
}

async function compare(of: {
  address: string;
  domain: string;
  prefix: string;
  acknowledged: string[];
  pairs: string[];
  files: string[];
}): Promise<Difference> {
  const written = {
    ...{ buku: [...of.acknowledged], unggahan: [...of.files] },
    ...{ kas: [...of.pairs], kas_rinci: [...of.pairs] },
  };
  const difference: Difference = { acknowledged: 0, found: 0, lost: [], twice: [] };
  for (const [table, ids] of Object.entries(written)) {
    const found = await idsIn(of, table);
    const known = new Set(found);
    difference.acknowledged += ids.length;
    difference.found += found.length;
    difference.lost.push(...ids.filter((id) => !known.has(id)).map((id) => `${table} ${id}`));
    const seen = new Set<string>();
    for (const id of found) {
      if (seen.has(id)) difference.twice.push(`${table} ${id}`);
      seen.add(id);
    }
  }
  return difference;
}

async function idsIn(
  { address, domain, prefix }: { address: string; domain: string; prefix: string },
  table: string,
): Promise<string[]> {
  const list = table === 'unggahan' ? '/unggahan?' : `/buku?tabel=${table}&`;
  const path = `${list}awalan=${prefix}-`;
  const { status, body } = await ask(address, domain, path, { plain: true, timeout: 60_000 });
  if (status !== 200) throw new Error(`${table} at ${address}: ${status} ${body.slice(0, 200)}`);
  return body.split('\n').filter((line) => line !== '');
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
