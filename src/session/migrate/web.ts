/** The web service on the new server, which a database that is brought over anew takes from its feet. */
import { observe } from '../../cluster/observe.js';
import { step } from '../../cluster/runtime/step.js';
import { poll } from '../../cluster/wait.js';
import type { ObservedService } from '../../plan/observed.js';
import { isHealthy } from './gates.js';
import type { Migrating, Place } from './place.js';

/** Milliseconds it may take to be healthy again; what comes next says so when it is not. */
const patience = 180_000;

/** Waits until it answers again, so that a rehearsal or the switch finds it. */
export async function awaitWeb({ site, app }: Place, migrating: Migrating): Promise<void> {
  const find = async (): Promise<ObservedService | undefined> => {
    const { services } = await observe((await site.manager()).docker);
    return services.find((one) => one.app === app.id && one.spec.role === 'web');
  };
  const web = await find();
  if (web === undefined || isHealthy(web)) return;
  const target = { name: app.id, app: app.id, server: app.server };
  const { signal } = migrating;
  await step('migrate.web', target, migrating, () =>
    poll(async () => (isHealthy(await find()) ? true : undefined), {
      ...{ timeout: patience, interval: 2_000, signal },
    }),
  );
}
