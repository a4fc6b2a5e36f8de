/** systemd units that run an app's backups and drills on its server, and the watch over them. */
import { watchName } from '../desired/names.js';
import type { AppId } from '../inventory/model.js';
import { type Calendar, onCalendar, placeOf } from './calendar.js';

export type UnitKind = 'backup' | 'drill';

export interface Unit {
  /** File name below /etc/systemd/system. */
  name: string;
  text: string;
}

export interface UnitRequest {
  kind: UnitKind;
  app: AppId;
  engineName: string;
  calendar: Calendar;
  /** Runs at once on the server. */
  concurrency: number;
}

/** In which a run must be through, its turn waited for: the next day's comes after. */
const patience = '20h';

/** Past the full hour, when many do much. */
const watchCalendar = '*-*-* *:20:00';
/** A notice takes half a minute at most. */
const watchPatience = '10min';

/** What all units are called like, so that those of apps that are gone can be found. */
export const unitPattern = /^induk-(?:(?:backup|drill)-.+|watch)\.(?:service|timer)$/;

/** Name of the units, without ending; also that of the container they start. */
export function unitName(kind: UnitKind, engineName: string): string {
  return `induk-${kind}-${engineName}`;
}

/** The service and its timer: the same request gives the same bytes. */
export function unitsOf(request: UnitRequest): Unit[] {
  const name = unitName(request.kind, request.engineName);
  return [
    { name: `${name}.service`, text: service(request, name) },
    { name: `${name}.timer`, text: timer(request, name) },
  ];
}

/**
 * The watch looks every hour: it takes a second and waits for nobody's lane. A look that was missed
 * is not made up for: right after the server's start it would tell of what is about to be.
 */
export function watchUnits(): Unit[] {
  const description = 'Watch over the backups of this server (induk)';
  const command = `/usr/bin/docker start --attach ${watchName}`;
  return [
    {
      name: `${watchName}.service`,
      text: serviceOf({ description, command, patience: watchPatience }),
    },
    {
      name: `${watchName}.timer`,
      text: timerOf({ description, calendar: watchCalendar, name: watchName, isMadeUpFor: false }),
    },
  ];
}

/**
 * The run is a container that is there already, so that a person's run and the timer's cannot
 * overlap. At most `concurrency` work at once: each app has its lane, where it waits its turn.
 */
function service({ kind, app, engineName, concurrency }: UnitRequest, name: string): string {
  const lane = `/run/lock/induk-backup-${placeOf(engineName, concurrency)}`;
  const command = `/usr/bin/flock ${lane} /usr/bin/docker start --attach ${name}`;
  return serviceOf({ description: `${words[kind]} ${app} (induk)`, command, patience });
}

function timer({ kind, app, calendar }: UnitRequest, name: string): string {
  const description = `${words[kind]} ${app} (induk)`;
  return timerOf({ description, calendar: onCalendar(calendar), name, isMadeUpFor: true });
}

/** @param patience of systemd.time(7) */
function serviceOf(unit: { description: string; command: string; patience: string }): string {
  return `${head}
[Unit]
Description=${unit.description}
Requires=docker.service
After=docker.service network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=${unit.command}
TimeoutStartSec=${unit.patience}
Nice=10
IOSchedulingClass=idle
`;
}

/** @param isMadeUpFor whether a run that was missed while the server was down comes at its start */
function timerOf(unit: {
  description: string;
  calendar: string;
  name: string;
  isMadeUpFor: boolean;
}): string {
  return `${head}
[Unit]
Description=${unit.description}

[Timer]
OnCalendar=${unit.calendar}
AccuracySec=1min
Persistent=${unit.isMadeUpFor}
Unit=${unit.name}.service

[Install]
WantedBy=timers.target
`;
}

const head = '# Written by induk; changes are lost.';
const words = { backup: 'Back up', drill: 'Restore and check a backup of' } as const;
