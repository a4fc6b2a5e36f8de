import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InspectCommand, inspectFlags } from './inspect-command.js';

export const moveArgs = {
  app: Args.string({ required: true, description: 'app, as OPD/APP or APP' }),
};

export const moveFlags = {
  'accept-host-key': inspectFlags['accept-host-key'],
};

export const freezeFlags = {
  'freeze-budget': Flags.string({
    description: 'time in which nobody may write at most, after which it is given up by itself',
    default: '30s',
    helpValue: 'TIME',
  }),
  confirm: Flags.string({ description: 'the name, instead of typing it', helpValue: 'OPD/APP' }),
};

/** What commands have in common that take a move further. */
export abstract class MoveCommand extends InspectCommand {
  /** Whoever leaves while the mover works must know that it goes on. */
  protected async lookingOn<T>(server: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.signal.aborted) await this.remark('MIG259', { server });
      throw error;
    }
  }

  /** What was told and changes nothing must not be counted on. @param flags as they are written */
  protected async unheeded(app: string, flags: readonly string[]): Promise<void> {
    if (flags.length > 0) await this.remark('MIG345', { app, flags: flags.join(', ') });
  }

  /** Who hears of it. @param accepted host keys to trust */
  protected migrating(accepted: readonly string[] = []) {
    return {
      ...this.changing(),
      onStep: this.onStep,
      onHostKey: (key: Parameters<InspectCommand['trusts']>[0]) => this.trusts(key, accepted),
    };
  }
}
