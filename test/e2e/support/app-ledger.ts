/** Somebody who writes into an app all the time, in the app's own way, and remembers each answer. */
import { asking, type RealApp } from './real-apps.js';

export interface AppLedger {
  acknowledged: string[];
  /** Milliseconds: the longest time without an acknowledged write since it was asked last. */
  gap: () => number;
  /** Resolves once so many more were acknowledged. */
  more: (count: number) => Promise<void>;
  stop: () => Promise<void>;
}

/** @param address where people still look for the app */
export function openAppLedger(app: RealApp, address: string, writers = 2): AppLedger {
  const acknowledged: string[] = [];
  const ask = asking(app, address);
  // What an earlier run has written is no answer to this one.
  let [goesOn, number, last, gap] = [true, process.pid * 100_000, Date.now(), 0];
  let told = '-';
  const writing = Array.from({ length: writers }, async () => {
    while (goesOn) {
      number += 1;
      const id = await app.write(ask, number).catch((error: Error) => {
        told = error.message;
        return undefined;
      });
      if (id !== undefined) {
        acknowledged.push(id);
        gap = Math.max(gap, Date.now() - last);
        last = Date.now();
      }
      await wait(50);
    }
  });
  return {
    acknowledged,
    gap: () => {
      const longest = gap;
      [gap, last] = [0, Date.now()];
      return longest;
    },
    more: async (count) => {
      const [wanted, deadline] = [acknowledged.length + count, Date.now() + 60_000];
      while (acknowledged.length < wanted) {
        if (Date.now() > deadline) throw new Error(`no ${count} writes in a minute: ${told}`);
        await wait(50);
      }
    },
    stop: async () => {
      goesOn = false;
      await Promise.all(writing);
    },
  };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
