/** Polls until `check` gives a value; the engine has no call that waits for convergence. */
export async function poll<T>(
  check: () => Promise<T | undefined>,
  options: { timeout: number; interval?: number; signal?: AbortSignal },
): Promise<T | 'timeout'> {
  const deadline = performance.now() + options.timeout;
  for (;;) {
    options.signal?.throwIfAborted();
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() > deadline) return 'timeout';
    await pause(options.interval ?? 300, options.signal);
  }
}

/** Resolves after some milliseconds; rejects at once when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
