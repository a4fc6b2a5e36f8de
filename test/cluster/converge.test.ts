import type Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import { awaitRunning, awaitUpdated } from '../../src/cluster/converge.js';
import type { EngineService } from '../../src/cluster/observe.js';
import type { ServiceSpec } from '../../src/desired/model.js';

/** What the engine answers about a service at one moment. */
type Moment = { image: string; update?: { State: string; StartedAt: string } };

const name = 'dishub-parkir';
const options = { say: () => {} };
const spec = { name, image: 'parkir:2', role: 'web' } as unknown as ServiceSpec;

function service({ image, update }: Moment): EngineService {
  const TaskTemplate = { ContainerSpec: { Image: image } };
  return {
    ID: 'id',
    Version: { Index: 1 },
    Spec: { Name: name, Labels: { 'induk.version': 'old' }, Mode: {}, TaskTemplate },
    UpdateStatus: update,
    ServiceStatus: { RunningTasks: 1, DesiredTasks: 1 },
  };
}

/** An engine that goes through moments, one each time it is asked about the service. */
function engine(moments: Moment[]): Docker {
  let asked = 0;
  const dial = (
    { path }: { path: string },
    answer: (error: unknown, data: unknown) => void,
  ): void => {
    const isAbout = path.startsWith('/services');
    const moment = moments[Math.min(asked, moments.length - 1)] as Moment;
    if (isAbout) asked += 1;
    answer(null, isAbout ? [service(moment)] : []);
  };
  return { modem: { dial } } as unknown as Docker;
}

const before = service({ image: 'parkir:1' });
const StartedAt = '2026-01-02T03:04:05Z';

describe('waiting for an update', () => {
  it('does not take the old tasks of an update that has not begun for its end', async () => {
    const docker = engine([
      { image: 'parkir:2' },
      { image: 'parkir:2', update: { State: 'updating', StartedAt } },
      { image: 'parkir:1', update: { State: 'rollback_completed', StartedAt } },
    ]);
    await expect(awaitUpdated(docker, spec, before, options)).rejects.toMatchObject({
      code: 'CLU011',
    });
  });

  it('is over at once when no task changes', async () => {
    const docker = engine([{ image: 'parkir:1' }]);
    await expect(awaitUpdated(docker, spec, before, options)).resolves.toBeUndefined();
  });

  it('ends when the engine says so', async () => {
    const docker = engine([
      { image: 'parkir:2' },
      { image: 'parkir:2', update: { State: 'completed', StartedAt } },
    ]);
    await expect(awaitUpdated(docker, spec, before, options)).resolves.toBeUndefined();
  });
});

describe('waiting for what is under way already', () => {
  it('is told when it is put back', async () => {
    const docker = engine([
      { image: 'parkir:2', update: { State: 'updating', StartedAt } },
      { image: 'parkir:2', update: { State: 'updating', StartedAt } },
      { image: 'parkir:1', update: { State: 'rollback_completed', StartedAt } },
    ]);
    await expect(awaitRunning(docker, spec, options)).rejects.toMatchObject({ code: 'CLU011' });
  });

  it('is over when it ended just now', async () => {
    const docker = engine([
      { image: 'parkir:2', update: { State: 'updating', StartedAt } },
      { image: 'parkir:2', update: { State: 'completed', StartedAt } },
    ]);
    await expect(awaitRunning(docker, spec, options)).resolves.toBeUndefined();
  });
});
