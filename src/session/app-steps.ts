/** Steps of a plan that concern one app, done as a part of something greater. */
import type { Event } from '../cluster/events.js';
import { Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import type { Plan } from '../plan/model.js';
import { type ApplySiteOptions, applyPlan } from './apply.js';
import type { Changing } from './restart.js';
import type { Site, SiteSides } from './site.js';

/**
 * Does steps for one app, each told by itself: they are parts of a greater thing.
 * @returns what failed on single servers, e.g. the routes of one that is down
 * @throws the Fault of the step that failed
 */
export async function runSteps(
  site: Site,
  state: SiteSides,
  decided: Plan,
  app: App,
  changing: Changing & Pick<ApplySiteOptions, 'revisions'>,
): Promise<Fault[]> {
  let failure: Fault | undefined;
  const emit = (event: Event): void => {
    if (event.type === 'apply.start' || event.type === 'apply.done') return;
    if (event.type === 'step.failed' && event.step.app === app.id) {
      failure ??= event.fault;
      // Whoever asked for it tells the whole of it at the end.
      changing.emit({ ...event, fault: new Fault(event.fault.code, event.fault.args) });
    } else changing.emit(event);
  };
  const { stopped, servers } = await applyPlan(decided, state, site, { ...changing, emit });
  const fault = stopped ?? failure;
  if (fault !== undefined) throw fault;
  return servers;
}
