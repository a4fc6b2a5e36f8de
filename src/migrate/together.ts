/**
 * What `Promise.all` answers; when one fails the others have ended, too, before that is told. So
 * nothing is taken back beside what still runs.
 */
export async function together<T extends readonly unknown[]>(
  ...work: T
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  for (const one of await Promise.allSettled(work)) if (one.status === 'rejected') throw one.reason;
  return (await Promise.all(work)) as { [K in keyof T]: Awaited<T[K]> };
}
