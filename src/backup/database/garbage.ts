import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of chunks after which those that have passed are let go: a millisecond each time. */
const most = 2 << 20;

/**
 * Keeps the memory of a process small through which gigabytes pass. What a pipe gives lies
 * outside of V8's heap, which is in no hurry with it: 40 MB of it would wait to be freed.
 *
 * @returns takes how many bytes have passed
 */
export function passing(): (bytes: number) => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  let passed = 0;
  return (bytes) => {
    passed += bytes;
    if (passed < most) return;
    passed = 0;
    collect({ type: 'minor' });
  };
}
