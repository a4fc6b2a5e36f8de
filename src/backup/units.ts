/** systemd units that run an app's backups and drills on its server. */
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

/** Hours in which a run must be through, its turn waited for: the next day's comes after. */
const patience = 20;

/** Both units start with this, so that those of apps that are gone can be found. */
export const unitPattern = /^induk-(?:backup|drill)-.+\.(?:service|timer)$/;

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
 * The run is a container that is there already, so that a person's run and the timer's cannot
 * overlap. At most `concurrency` work at once: each app has its lane, where it waits its turn.
 */
function service({ kind, app, engineName, concurrency }: UnitRequest, name: string): string {
  const lane = `/run/lock/induk-backup-${placeOf(engineName, concurrency)}`;
  return `${head}
[Unit]
Description=${words[kind]} ${app} (induk)
Requires=docker.service
After=docker.service network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/flock ${lane} /usr/bin/docker start --attach ${name}
TimeoutStartSec=${patience}h
Nice=10
IOSchedulingClass=idle
`;
}

/** A run that was missed while the server was down is made up for at its start. */
function timer({ kind, app, calendar }: UnitRequest, name: string): string {
  return `${head}
[Unit]
Description=${words[kind]} ${app} (induk)

[Timer]
OnCalendar=${onCalendar(calendar)}
AccuracySec=1min
Persistent=true
Unit=${name}.service

[Install]
WantedBy=timers.target
`;
}

const head = '# Written by induk; changes are lost.';
const words = { backup: 'Back up', drill: 'Restore and check a backup of' } as const;
