/** Polls until `check` gives a value; the engine has no call that waits for convergence. */
export async function poll<T>(
  check: () => Promise<T | undefined>,
  options: { timeout: number; interval?: number; signal?: AbortSignal },
): Promise<T | 'timeout'> {
  const deadline = performance.now() + options.timeout;
  for (;;) {
    options.signal?.throwIfAborted();
    const value = await unlessAborted(check(), options.signal);
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

/**
 * Gives up waiting for work when the signal aborts: an engine that hangs answers nobody, and
 * whoever pressed Ctrl-C should not have to wait for it.
 */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
