import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';

import type { Emit, Work, WorkKind } from '../events.js';

/** Who hears of the progress and may end it. */
export interface Acting {
  emit: Emit;
  signal: AbortSignal;
}

/** Does one step of a change outside a plan and tells of it like a step of apply. */
export async function step<T>(
  kind: WorkKind,
  target: { name: string; app?: AppId; server?: string },
  { emit, signal }: Acting,
  work: (say: (message: string) => void) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { name, app, server } = target;
  const own: Work = {
    id: `${kind}:${name}`,
    kind,
    target: name,
    ...(app === undefined ? {} : { app }),
    ...(server === undefined ? {} : { server }),
    reasons: [],
  };
  const started = performance.now();
  emit({ type: 'step.start', step: own });
  try {
    const result = await work((message) => emit({ type: 'step.progress', step: own, message }));
    emit({ type: 'step.done', step: own, ms: Math.round(performance.now() - started) });
    return result;
  } catch (thrown) {
    const error = refused(thrown, name);
    // The command tells the whole of it once more at its end; the log's end is shown there.
    if (error instanceof Fault) emit({ type: 'step.failed', step: own, fault: brief(error) });
    throw error;
  }
}

const brief = (fault: Fault): Fault => new Fault(fault.code, fault.args);

/** What the engine refuses is expected: it is told in the engine's words. */
function refused(error: unknown, target: string): unknown {
  const { statusCode, message } = error as Error & { statusCode?: number };
  if (statusCode === undefined) return error;
  return new Fault('CLU016', { target, reason: message }, { cause: error });
}
